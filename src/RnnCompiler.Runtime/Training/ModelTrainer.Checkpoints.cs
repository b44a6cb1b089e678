namespace RnnCompiler;

public abstract partial class ModelTrainer
{
    /// <summary>
    /// Writes a checkpoint, atomically: parameters, moments, number of updates, state of optimizer and schedule, seed, and accumulated gradients. A trainer that loads
    /// it makes the same updates, to the bit, as this one.
    /// </summary>
    /// <param name="path">The file; one that exists is replaced only when the new one is complete and flushed to the disk.</param>
    /// <exception cref="IOException">The file cannot be written; one that exists is as it was.</exception>
    /// <exception cref="ObjectDisposedException">The trainer was disposed.</exception>
    public void SaveCheckpoint(string path)
    {
        ThrowIfDisposed();
        Save(path, fit: []);
    }

    /// <summary>Writes a checkpoint, as <see cref="SaveCheckpoint(string)"/>, at the position of a stream.</summary>
    /// <param name="stream">The stream; it stays open.</param>
    /// <exception cref="ObjectDisposedException">The trainer was disposed.</exception>
    public void SaveCheckpoint(Stream stream)
    {
        ThrowIfDisposed();
        ArgumentNullException.ThrowIfNull(stream);
        CheckpointFile.Write(stream, Capture(fit: []).Write(Parameters));
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
        (string name, TrainerSnapshot snapshot) = ReadSnapshot(path);
        Restore(name, snapshot);
    }

    /// <summary>Continues from a checkpoint, as <see cref="LoadCheckpoint(string)"/>.</summary>
    /// <param name="stream">A stream at the first byte of the checkpoint; it stays open, after the last byte.</param>
    /// <exception cref="CheckpointException">The checkpoint is malformed or does not fit; model, trainer and optimizer are as they were.</exception>
    /// <exception cref="ObjectDisposedException">The trainer was disposed.</exception>
    public void LoadCheckpoint(Stream stream)
    {
        ThrowIfDisposed();
        ArgumentNullException.ThrowIfNull(stream);
        string name = stream is FileStream file ? file.Name : "the stream";
        Restore(name, ReadSnapshot(name, CheckpointFile.Read(name, stream, isWhole: false)));
    }

    private void Save(string path, byte[] fit)
    {
        byte[] content = Capture(fit).Write(Parameters);
        AtomicFile.Write(path, stream => CheckpointFile.Write(stream, content));
    }

    private TrainerSnapshot Capture(byte[] fit)
    {
        float[] sum = new float[_accumulator.Calls > 0 ? Parameters.Layout.StorageLength : 0];
        return new TrainerSnapshot
        {
            Seed = Options.Seed,
            Updates = Updates,
            Optimizer = CaptureOptimizer(),
            Schedule = CaptureSchedule(),
            Parameters = Parameters.Span.ToArray(),
            Moments = [.. Enumerable.Range(0, _update.MomentCount).Select(CaptureMoment)],
            Accumulated = _accumulator.Calls > 0 ? (sum, _accumulator.Read(sum)) : null,
            Fit = fit,
        };
    }

    private StateBlock CaptureOptimizer() => StateBlock.Capture(Optimizer, Optimizer.WriteState);

    private StateBlock CaptureSchedule() => StateBlock.Capture(Options.Schedule, Options.Schedule is { } schedule ? schedule.WriteState : null);

    private float[] CaptureMoment(int moment)
    {
        float[] values = new float[Parameters.Layout.StorageLength];
        _update.ReadMoment(moment, values);
        return values;
    }

    private (string Name, TrainerSnapshot Snapshot) ReadSnapshot(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using FileStream stream = File.OpenRead(path);
        return (path, ReadSnapshot(path, CheckpointFile.Read(path, stream, isWhole: true)));
    }

    private TrainerSnapshot ReadSnapshot(string name, byte[] content) => Parse(name, () => TrainerSnapshot.Read(content, Parameters.Layout));

    private static T Parse<T>(string name, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception error) when (error is IOException or InvalidDataException or FormatException or ArgumentException)
        {
            throw new CheckpointException($"{name}: {error.Message.TrimEnd('.')}.", error);
        }
    }

    /// <summary>Takes the state of a snapshot; if an optimizer or a schedule cannot read its state, nothing changes.</summary>
    private void Restore(string name, TrainerSnapshot snapshot)
    {
        StateBlock optimizer = CaptureOptimizer(), schedule = CaptureSchedule();
        if (snapshot.Optimizer.Type != optimizer.Type || snapshot.Moments.Length != _update.MomentCount)
        {
            throw new CheckpointException(
                $"{name}: expected a checkpoint of {optimizer.Type} with {_update.MomentCount} moments, found {snapshot.Optimizer.Type} with {snapshot.Moments.Length}.");
        }

        bool hasSchedule = snapshot.Schedule.Bytes.Length > 0;
        if (hasSchedule && snapshot.Schedule.Type != schedule.Type)
            throw new CheckpointException($"{name}: expected the state of the schedule '{schedule.Type}', found that of '{snapshot.Schedule.Type}'.");

        try
        {
            snapshot.Optimizer.Restore(Optimizer.ReadState);
            if (hasSchedule)
                snapshot.Schedule.Restore(Options.Schedule!.ReadState);
        }
        catch (Exception error)
        {
            optimizer.Restore(Optimizer.ReadState);
            if (hasSchedule)
                schedule.Restore(Options.Schedule!.ReadState);
            throw new CheckpointException($"{name}: expected the state of {optimizer.Type} and of its schedule, found other content: {error.Message.TrimEnd('.')}.", error);
        }

        Options.Seed = snapshot.Seed;
        Updates = snapshot.Updates;
        snapshot.Parameters.CopyTo(Parameters.Span);
        Parameters.RenewReduced();
        for (int moment = 0; moment < snapshot.Moments.Length; moment++)
            _update.WriteMoment(moment, snapshot.Moments[moment]);
        if (snapshot.Accumulated is { } accumulated)
            _accumulator.Restore(accumulated.Sum, accumulated.State);
        else
            _accumulator.Clear();
    }
}
