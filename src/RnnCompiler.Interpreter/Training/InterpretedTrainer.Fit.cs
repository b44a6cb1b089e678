using RnnCompiler.Interpreter.Models;
using RnnCompiler.Interpreter.Training;

namespace RnnCompiler;

public sealed partial class InterpretedTrainer<T>
{
    /// <summary>
    /// Trains for some epochs, as <see cref="ModelTrainer.Fit"/> of a generated model: the same batches in the same order, the same decisions about the end, the learning
    /// rate and the best weights.
    /// </summary>
    /// <param name="data">The training rows: <typeparamref name="T"/>, or <see cref="int"/> for token ids and class ids.</param>
    /// <param name="options">Epochs, validation, checkpoints and more. Validation rows have the same types.</param>
    /// <param name="cancellation">Ends the run between two batches; a checkpoint is then written if the options have a path.</param>
    /// <returns>The results of each epoch, and the reason for the end.</returns>
    /// <exception cref="ArgumentException">
    /// The data or the options do not fit the model, or one another. If a length, weight or id of a batch is wrong, updates of earlier batches were made.
    /// </exception>
    /// <exception cref="CheckpointException">The checkpoint to resume is malformed or does not fit; nothing was changed.</exception>
    /// <exception cref="IOException">A checkpoint cannot be read or written.</exception>
    /// <exception cref="NonFiniteException">A loss or a gradient is not finite, under <see cref="NonFinite.Throw"/>; updates of earlier batches were made.</exception>
    /// <exception cref="ObjectDisposedException">The trainer was disposed.</exception>
    public FitResult Fit(TrainingData data, FitOptions options, CancellationToken cancellation = default)
    {
        ThrowIfDisposed();
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentChecks.Plain(_module.Declaration);
        return (_module.Declaration.HasTokenInput, _module.Declaration.HasClassTargets) switch
        {
            (true, true) => Fit<int, int>(data, options, cancellation),
            (true, false) => Fit<int, T>(data, options, cancellation),
            (false, true) => Fit<T, int>(data, options, cancellation),
            (false, false) => Fit<T, T>(data, options, cancellation),
        };
    }

    private FitResult Fit<TInput, TTarget>(TrainingData data, FitOptions options, CancellationToken cancellation)
        where TInput : unmanaged
        where TTarget : unmanaged
    {
        options.Check();
        if (_options.CarryState)
            throw new ArgumentException($"Expected a trainer that starts each row anew, since Fit orders rows, but {nameof(TrainerOptions.CarryState)} is set.", nameof(data));
        MetricRules.CheckTargets(options.Metrics, _plan.TargetsDiffer);
        RowMetrics<T> metrics = new(MetricRules.Checked(options.Metrics, _plan.Classes), _plan.Classes, _module.OutputSize);
        using BatchSource training = Open<TInput, TTarget>(data, nameof(data));
        using BatchSource? validation = options.Validation is { } rows ? Open<TInput, TTarget>(rows, nameof(options)) : null;
        return new FitRun<T>(new Fitting<TInput, TTarget>(this, metrics), options, training, validation, cancellation).Run();
    }

    private BatchSource Open<TInput, TTarget>(TrainingData data, string name)
        where TInput : unmanaged
        where TTarget : unmanaged =>
        TrainingData<TInput, TTarget>.Checked(data, name).Open(name, _plan.InputLength, _plan.TargetLength, BatchSize);

    /// <summary>The trainer in one call of <see cref="Fit"/>.</summary>
    private sealed class Fitting<TInput, TTarget>(InterpretedTrainer<T> trainer, RowMetrics<T> metrics) : IFitTrainer<T>
        where TInput : unmanaged
        where TTarget : unmanaged
    {
        private readonly Evaluation<T> _evaluation = trainer.Evaluation;

        public Optimizer Optimizer => trainer.Optimizer;

        public int BatchSize => trainer.BatchSize;

        public long Updates => trainer.Updates;

        public TrainerCheckpoints<T> Checkpoints => trainer.Checkpoints;

        public T[] CopyParameters() => trainer._parameters.All.ToArray();

        public void SetParameters(T[] values) => trainer._parameters.Set(values);

        public BatchLoss StepOn(BatchSource source)
        {
            BatchRows<T, TInput, TTarget> rows = Rows(source);
            T loss = trainer.Step(rows, InitialStates(source));
            return new BatchLoss(double.CreateChecked(loss), trainer._total, rows.Count);
        }

        public void BeginEvaluation() => metrics.Clear();

        public BatchLoss EvaluateOn(BatchSource source)
        {
            BatchRows<T, TInput, TTarget> rows = Rows(source);
            RowStates<T> before = trainer.Given(rows.Count, InitialStates(source));
            T loss = _evaluation.Run(rows, before);
            if (metrics.NeedsOutputs)
                _evaluation.AddTo(metrics, rows, before);
            return new BatchLoss(double.CreateChecked(loss), _evaluation.Total, rows.Count);
        }

        public IReadOnlyDictionary<Metric, double> Metrics(double loss) => metrics.Values(loss);

        private static T[] InitialStates(BatchSource source) => Converted(((BatchSource<TInput, TTarget>)source).Current.InitialStates);

        private BatchRows<T, TInput, TTarget> Rows(BatchSource source) => trainer.Rows(((BatchSource<TInput, TTarget>)source).Current);
    }
}
