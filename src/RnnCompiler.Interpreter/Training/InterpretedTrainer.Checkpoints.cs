using RnnCompiler.Interpreter.Training;

namespace RnnCompiler;

public sealed partial class InterpretedTrainer<T> : ICheckpointedTrainer<T>
{
    private TrainerCheckpoints<T> Checkpoints => new(this);

    /// <summary>
    /// Writes a checkpoint, atomically: parameters, moments, number of updates, state of optimizer and schedule, seed, and accumulated gradients. A trainer that loads
    /// it makes the same updates, to the bit, as this one. A trainer of the generated model reads the file too; it rounds doubles to float.
    /// </summary>
    /// <param name="path">The file; one that exists is replaced only when the new one is complete and flushed to the disk.</param>
    /// <exception cref="IOException">The file cannot be written; one that exists is as it was.</exception>
    /// <exception cref="ObjectDisposedException">The trainer was disposed.</exception>
    public void SaveCheckpoint(string path)
    {
        ThrowIfDisposed();
        Checkpoints.Save(path, fit: []);
    }

    /// <summary>Writes a checkpoint, as <see cref="SaveCheckpoint(string)"/>, at the position of a stream.</summary>
    /// <param name="stream">The stream; it stays open.</param>
    /// <exception cref="ObjectDisposedException">The trainer was disposed.</exception>
    public void SaveCheckpoint(Stream stream)
    {
        ThrowIfDisposed();
        Checkpoints.Save(stream);
    }

    /// <summary>
    /// Continues from a checkpoint of the same network and optimizer, which may be that of a generated trainer. Batch size, clipping and other options are those of this
    /// trainer.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <exception cref="CheckpointException">
    /// The file is malformed or of another format, version, network or optimizer; model, trainer and optimizer are as they were.
    /// </exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="ObjectDisposedException">The trainer was disposed.</exception>
    public void LoadCheckpoint(string path)
    {
        ThrowIfDisposed();
        Checkpoints.Load(path);
    }

    /// <summary>Continues from a checkpoint, as <see cref="LoadCheckpoint(string)"/>.</summary>
    /// <param name="stream">A stream at the first byte of the checkpoint; it stays open, after the last byte.</param>
    /// <exception cref="CheckpointException">The checkpoint is malformed or does not fit; model, trainer and optimizer are as they were.</exception>
    /// <exception cref="ObjectDisposedException">The trainer was disposed.</exception>
    public void LoadCheckpoint(Stream stream)
    {
        ThrowIfDisposed();
        Checkpoints.Load(stream);
    }

    LearningRateSchedule? ICheckpointedTrainer<T>.Schedule => _options.Schedule;

    int ICheckpointedTrainer<T>.MomentCount => _update.MomentCount;

    int ICheckpointedTrainer<T>.CarriedRows => _startsNext.Length;

    CheckpointTensors<T> ICheckpointedTrainer<T>.Tensors => new CanonicalTensors<T>(_parameters);

    TrainerSnapshot<T> ICheckpointedTrainer<T>.Capture() => new()
    {
        Seed = _options.Seed,
        Updates = Updates,
        Optimizer = StateBlock.Of(Optimizer),
        Schedule = StateBlock.Of(_options.Schedule),
        Parameters = _parameters.All.ToArray(),
        Moments = [.. Enumerable.Range(0, _update.MomentCount).Select(_update.CopyMoment)],
        Accumulated = _sum.Capture(),
        CarriedStates = [.. _carriedStates],
        StartsNext = [.. _startsNext],
    };

    void ICheckpointedTrainer<T>.Restore(TrainerSnapshot<T> snapshot)
    {
        _options.Seed = snapshot.Seed;
        Updates = snapshot.Updates;
        _parameters.Set(snapshot.Parameters);
        for (int moment = 0; moment < snapshot.Moments.Length; moment++)
            _update.SetMoment(moment, snapshot.Moments[moment]);
        _sum.Restore(snapshot.Accumulated);
        snapshot.CarriedStates.CopyTo(_carriedStates, 0);
        snapshot.StartsNext.CopyTo(_startsNext, 0);
    }
}
