namespace RnnCompiler;

/// <summary>Trainer whose state checkpoints hold.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
internal interface ICheckpointedTrainer<T>
    where T : unmanaged
{
    /// <summary>The optimizer, whose state a checkpoint holds.</summary>
    Optimizer Optimizer { get; }

    /// <summary>The schedule, whose state a checkpoint holds; null for none.</summary>
    LearningRateSchedule? Schedule { get; }

    /// <summary>Numbers of optimizer state for each parameter.</summary>
    int MomentCount { get; }

    /// <summary>Rows whose states are carried from call to call; 0 if none are.</summary>
    int CarriedRows { get; }

    /// <summary>Writes and reads parameters and what has their layout.</summary>
    CheckpointTensors<T> Tensors { get; }

    /// <summary>Copies the state of the trainer.</summary>
    TrainerSnapshot<T> Capture();

    /// <summary>Takes the state of a snapshot that fits; the states of optimizer and schedule were restored before.</summary>
    void Restore(TrainerSnapshot<T> snapshot);
}
