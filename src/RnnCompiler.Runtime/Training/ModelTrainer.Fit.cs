namespace RnnCompiler;

public abstract partial class ModelTrainer
{
    /// <summary>
    /// Trains for some epochs: an update for each batch of <see cref="BatchSize"/> rows, the last one of an epoch with the rows that are left. With validation rows the
    /// model ends with the weights of the epoch whose validation loss is the lowest. Equal data, options and seeds give the same bits in each run.
    /// </summary>
    /// <param name="data">The training rows.</param>
    /// <param name="options">Epochs, validation, checkpoints and more.</param>
    /// <param name="cancellation">Ends the run between two batches; a checkpoint is then written if the options have a path.</param>
    /// <returns>The results of each epoch, and the reason for the end.</returns>
    /// <exception cref="ArgumentException">
    /// The data or the options do not fit the model, or one another. If a length, weight or id of a batch is wrong, updates of earlier batches were made.
    /// </exception>
    /// <exception cref="NotSupportedException">The metrics need outputs, which this trainer does not compute.</exception>
    /// <exception cref="CheckpointException">The checkpoint to resume is malformed or does not fit; nothing was changed.</exception>
    /// <exception cref="IOException">A checkpoint cannot be read or written.</exception>
    /// <exception cref="NonFiniteException">A loss or a gradient is not finite, under <see cref="NonFinite.Throw"/>; updates of earlier batches were made.</exception>
    /// <exception cref="ObjectDisposedException">The trainer was disposed.</exception>
    public FitResult Fit(TrainingData data, FitOptions options, CancellationToken cancellation = default)
    {
        ThrowIfDisposed();
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        if (Options.CarryState)
            throw new ArgumentException($"Expected a trainer that starts each row anew, since Fit orders rows, but {nameof(TrainerOptions.CarryState)} is set.", nameof(data));
        MetricSet metrics = new(options.Metrics, Classes, OutputsPerStep);
        MetricRules.CheckTargets(options.Metrics, TargetsDiffer);
        if (metrics.NeedsOutputs && !HasOutputs)
        {
            string given = string.Join(", ", options.Metrics);
            throw new NotSupportedException($"Expected no metric except {Metric.Perplexity}, since this trainer does not compute outputs, but {given} were given.");
        }

        using BatchSource training = Open(data, nameof(data));
        using BatchSource? validation = options.Validation is { } rows ? Open(rows, nameof(options)) : null;
        return new FitRun<float>(new Fitting(this, metrics), options, training, validation, cancellation).Run();
    }

    /// <summary>Number of classes of the targets; 0 if they are floats.</summary>
    private protected abstract int Classes { get; }

    /// <summary>Outputs of one step.</summary>
    private protected abstract int OutputsPerStep { get; }

    /// <summary>Whether the trainer computes outputs, which most metrics need.</summary>
    private protected virtual bool HasOutputs => false;

    /// <summary>Whether targets have other sizes than outputs, so that no metric compares them.</summary>
    private protected virtual bool TargetsDiffer => false;

    /// <summary>Makes the batches of data, whose type is checked.</summary>
    private protected abstract BatchSource Open(TrainingData data, string name);

    /// <summary>Makes an update with the current batch.</summary>
    private protected abstract BatchLoss StepOn(BatchSource source);

    /// <summary>Computes the loss of the current batch as inference would, and adds its rows to the metrics.</summary>
    private protected abstract BatchLoss EvaluateOn(BatchSource source, MetricSet metrics);

    /// <summary>The trainer in one call of <see cref="Fit"/>.</summary>
    private sealed class Fitting(ModelTrainer trainer, MetricSet metrics) : IFitTrainer<float>
    {
        public Optimizer Optimizer => trainer.Optimizer;

        public int BatchSize => trainer.BatchSize;

        public long Updates => trainer.Updates;

        public TrainerCheckpoints<float> Checkpoints => trainer.Checkpoints;

        public float[] CopyParameters() => trainer.Parameters.Span.ToArray();

        public void SetParameters(float[] values) => trainer.SetParameters(values);

        public BatchLoss StepOn(BatchSource source) => trainer.StepOn(source);

        public void BeginEvaluation() => metrics.Clear();

        public BatchLoss EvaluateOn(BatchSource source) => trainer.EvaluateOn(source, metrics);

        public IReadOnlyDictionary<Metric, double> Metrics(double loss) => metrics.Values(loss);
    }
}
