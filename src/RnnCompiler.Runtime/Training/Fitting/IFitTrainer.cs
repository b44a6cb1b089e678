namespace RnnCompiler;

/// <summary>Trainer as a run of <c>Fit</c> sees it: the run decides what is computed, the trainer computes.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
internal interface IFitTrainer<T>
    where T : unmanaged
{
    /// <summary>The optimizer, whose learning rate the run may reduce.</summary>
    Optimizer Optimizer { get; }

    /// <summary>The most rows of a batch.</summary>
    int BatchSize { get; }

    /// <summary>Number of updates so far.</summary>
    long Updates { get; }

    /// <summary>Writes and reads checkpoints of the trainer.</summary>
    TrainerCheckpoints<T> Checkpoints { get; }

    /// <summary>Copies all parameters.</summary>
    T[] CopyParameters();

    /// <summary>Replaces all parameters.</summary>
    /// <param name="values">What <see cref="CopyParameters"/> returned, or <see cref="CheckpointTensors{T}.Read"/>.</param>
    void SetParameters(T[] values);

    /// <summary>Makes an update with the current batch.</summary>
    BatchLoss StepOn(BatchSource source);

    /// <summary>Starts a pass over the validation rows.</summary>
    void BeginEvaluation();

    /// <summary>Computes the loss of the current batch as inference would, and adds its rows to the metrics.</summary>
    BatchLoss EvaluateOn(BatchSource source);

    /// <summary>The metrics of the pass over the validation rows.</summary>
    /// <param name="loss">The mean loss of these rows.</param>
    IReadOnlyDictionary<Metric, double> Metrics(double loss);
}
