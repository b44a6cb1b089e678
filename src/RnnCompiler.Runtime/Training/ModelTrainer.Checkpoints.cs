namespace RnnCompiler;

public abstract partial class ModelTrainer : ICheckpointedTrainer<float>
{
    private TrainerCheckpoints<float> Checkpoints => new(this);

    /// <summary>
    /// Writes a checkpoint, atomically: parameters, moments, number of updates, state of optimizer and schedule, seed, accumulated gradients and carried states. A trainer that
    /// loads it makes the same updates, to the bit, as this one.
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

    /// <summary>Continues from a checkpoint of the same network and optimizer. Batch size, threads, clipping and other options are those of this trainer.</summary>
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

    LearningRateSchedule? ICheckpointedTrainer<float>.Schedule => Options.Schedule;

    int ICheckpointedTrainer<float>.MomentCount => _update.MomentCount;

    int ICheckpointedTrainer<float>.CarriedRows => StartsNext.Length;

    CheckpointTensors<float> ICheckpointedTrainer<float>.Tensors => new PackedTensors(Parameters);

    TrainerSnapshot<float> ICheckpointedTrainer<float>.Capture()
    {
        float[] sum = new float[_accumulator.Calls > 0 ? Parameters.Layout.StorageLength : 0];
        return new TrainerSnapshot<float>
        {
            Seed = Options.Seed,
            Updates = Updates,
            Optimizer = StateBlock.Of(Optimizer),
            Schedule = StateBlock.Of(Options.Schedule),
            Parameters = Parameters.Span.ToArray(),
            Moments = [.. Enumerable.Range(0, _update.MomentCount).Select(CaptureMoment)],
            Accumulated = _accumulator.Calls > 0 ? (sum, _accumulator.Read(sum)) : null,
            CarriedStates = CarriedStates.ToArray(),
            StartsNext = [.. StartsNext],
        };
    }

    void ICheckpointedTrainer<float>.Restore(TrainerSnapshot<float> snapshot)
    {
        Options.Seed = snapshot.Seed;
        Updates = snapshot.Updates;
        SetParameters(snapshot.Parameters);
        for (int moment = 0; moment < snapshot.Moments.Length; moment++)
            _update.WriteMoment(moment, snapshot.Moments[moment]);
        if (snapshot.Accumulated is { } accumulated)
            _accumulator.Restore(accumulated.Sum, accumulated.State);
        else
            _accumulator.Clear();
        snapshot.CarriedStates.CopyTo(CarriedStates);
        snapshot.StartsNext.CopyTo(StartsNext, 0);
    }

    private float[] CaptureMoment(int moment)
    {
        float[] values = new float[Parameters.Layout.StorageLength];
        _update.ReadMoment(moment, values);
        return values;
    }

    private void SetParameters(float[] values)
    {
        values.CopyTo(Parameters.Span);
        Parameters.RenewReduced();
    }
}
