namespace RnnCompiler;

/// <summary>Options of <see cref="ModelTrainer.Fit"/>.</summary>
public sealed record FitOptions
{
    /// <summary>The most epochs, those before a resumption included; at least 1, and 1 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int Epochs
    {
        get;
        init => field = AtLeastOne(value, nameof(Epochs));
    } = 1;

    /// <summary>Validation rows, whose loss is computed after each epoch; the model then ends with the weights of the best epoch. Null for none.</summary>
    public TrainingData? Validation { get; init; }

    /// <summary>
    /// Number of epochs in a row whose validation loss is not the lowest so far, after which the run stops; null for no such end. It needs <see cref="Validation"/>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int? Patience
    {
        get;
        init => field = value is { } given ? AtLeastOne(given, nameof(Patience)) : null;
    }

    /// <summary>
    /// Seed of the order of the training rows, which is another one in each epoch and the same on every machine; null for the order of the arrays. Batches of an
    /// enumeration are never shuffled.
    /// </summary>
    public ulong? ShuffleSeed { get; init; }

    /// <summary>The file of checkpoints; null for none. It is replaced atomically, after each epoch or as <see cref="CheckpointEvery"/> says, and at the end of the run.</summary>
    public string? CheckpointPath { get; init; }

    /// <summary>Number of batches between two checkpoints; null for one after each epoch.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int? CheckpointEvery
    {
        get;
        init => field = value is { } given ? AtLeastOne(given, nameof(CheckpointEvery)) : null;
    }

    /// <summary>
    /// Whether the run continues from <see cref="CheckpointPath"/> if the file exists. With the same data and options it ends with the bits of a run that never stopped.
    /// </summary>
    public bool Resume { get; init; }

    /// <summary>Metrics of the validation rows; none by default.</summary>
    public IReadOnlyList<Metric> Metrics { get; init; } = [];

    /// <summary>Reduction of the learning rate if the validation loss no longer improves; null for none.</summary>
    public ReduceOnPlateau? ReduceOnPlateau { get; init; }

    /// <summary>Receives progress after each batch and each epoch; null for none. What it throws ends the run at once.</summary>
    public IProgress<FitProgress>? Progress { get; init; }

    /// <summary>Checks that the options fit together.</summary>
    /// <exception cref="ArgumentException">An option needs another one that is not set.</exception>
    internal void Check()
    {
        Needs(Patience is not null, nameof(Patience), Validation is not null, nameof(Validation));
        Needs(ReduceOnPlateau is not null, nameof(ReduceOnPlateau), Validation is not null, nameof(Validation));
        Needs(Metrics.Count > 0, nameof(Metrics), Validation is not null, nameof(Validation));
        Needs(Resume, nameof(Resume), CheckpointPath is not null, nameof(CheckpointPath));
        Needs(CheckpointEvery is not null, nameof(CheckpointEvery), CheckpointPath is not null, nameof(CheckpointPath));
    }

    private static void Needs(bool isSet, string option, bool hasOther, string other)
    {
        if (isSet && !hasOther)
            throw new ArgumentException($"Expected {other}, which {option} needs, but it is null.", "options");
    }

    private static int AtLeastOne(int value, string name) => value >= 1
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"Expected at least 1, but {value} was given.");
}
