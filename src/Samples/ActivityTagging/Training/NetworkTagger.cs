using ActivityTagging.Data;
using RnnCompiler;

namespace ActivityTagging.Training;

/// <summary>Trains a network, and tags recordings with it.</summary>
/// <typeparam name="TModel">The declared network.</typeparam>
/// <param name="name">The name of the network in reports.</param>
/// <param name="model">The network, which training changes.</param>
/// <param name="createTrainer">Creates its trainer, which no interface does.</param>
internal sealed class NetworkTagger<TModel>(string name, TModel model, Func<TModel, Optimizer, int, TrainerOptions, ModelTrainer> createTrainer) : ITagger
    where TModel : IRecurrentModel<TModel>, ISequenceModel<float>
{
    private const int BatchSize = 16;
    private const float LearningRate = 0.004f;
    private const int Patience = 12;

    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public int Parameters { get; } = TModel.Parameters.Sum(static parameter => parameter.Length);

    /// <summary>Trains until the validation loss no longer improves; the network ends with the weights of the best epoch.</summary>
    /// <param name="training">The recordings to learn from.</param>
    /// <param name="validation">The recordings that decide when training ends, and which epoch is the best.</param>
    /// <param name="epochs">The most epochs.</param>
    /// <param name="seed">The seed of dropout and of the order of recordings.</param>
    /// <param name="progress">Receives progress.</param>
    /// <param name="cancellation">Ends training after the current batch.</param>
    /// <exception cref="OperationCanceledException">Training was cancelled.</exception>
    public FitResult Train(
        RecordingSet training, RecordingSet validation, int epochs, ulong seed, IProgress<FitProgress>? progress = null, CancellationToken cancellation = default)
    {
        TrainerOptions options = new() { Clipping = GradientClipping.ByNorm(1), Seed = seed, Threads = Math.Min(2, Environment.ProcessorCount) };
        using ModelTrainer trainer = createTrainer(model, new Adam(LearningRate), BatchSize, options);
        FitResult result = trainer.Fit(
            TrainingData.From(training.Inputs, training.Targets, training.Lengths),
            new FitOptions
            {
                Epochs = epochs,
                Validation = TrainingData.From(validation.Inputs, validation.Targets, validation.Lengths),
                Patience = Patience,
                ReduceOnPlateau = new ReduceOnPlateau { Factor = 0.5f, Patience = 3 },
                ShuffleSeed = seed,
                Metrics = [Metric.Accuracy, Metric.MacroF1],
                Progress = progress,
            },
            cancellation);
        cancellation.ThrowIfCancellationRequested();
        return result;
    }

    /// <inheritdoc/>
    public int[] Tag(RecordingSet set)
    {
        float[] probabilities = new float[set.Targets.Length * Activities.Count];
        model.Forward(set.Inputs, probabilities, set.Rows, set.Lengths);
        int[] classes = new int[set.Targets.Length];
        for (int i = 0; i < classes.Length; i++)
            classes[i] = MostProbable(probabilities.AsSpan(i * Activities.Count, Activities.Count));
        return classes;
    }

    private static int MostProbable(ReadOnlySpan<float> probabilities)
    {
        int best = 0;
        for (int id = 1; id < probabilities.Length; id++)
            best = probabilities[id] > probabilities[best] ? id : best;
        return best;
    }
}
