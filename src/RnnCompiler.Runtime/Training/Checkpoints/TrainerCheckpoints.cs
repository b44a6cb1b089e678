namespace RnnCompiler;

/// <summary>Writes and reads the checkpoints of a trainer. One that does not fit changes nothing.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
/// <param name="trainer">The trainer.</param>
internal sealed class TrainerCheckpoints<T>(ICheckpointedTrainer<T> trainer)
    where T : unmanaged
{
    /// <summary>Writes and reads parameters.</summary>
    public CheckpointTensors<T> Tensors => trainer.Tensors;

    /// <summary>Writes a checkpoint, atomically.</summary>
    /// <param name="path">The file.</param>
    /// <param name="fit">The position of <c>Fit</c>; empty outside of it.</param>
    public void Save(string path, byte[] fit)
    {
        byte[] content = (trainer.Capture() with { Fit = fit }).Write(Tensors);
        AtomicFile.Write(path, stream => CheckpointFile.Write(stream, content));
    }

    /// <summary>Writes a checkpoint at the position of a stream, which stays open.</summary>
    public void Save(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        CheckpointFile.Write(stream, trainer.Capture().Write(Tensors));
    }

    /// <summary>Continues from a checkpoint.</summary>
    /// <exception cref="CheckpointException">It is malformed or does not fit; trainer and optimizer are as they were.</exception>
    public void Load(string path) => Restore(path, Read(path));

    /// <summary>Continues from a checkpoint at the position of a stream, which stays open.</summary>
    /// <exception cref="CheckpointException">It is malformed or does not fit; trainer and optimizer are as they were.</exception>
    public void Load(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        string name = stream is FileStream file ? file.Name : "the stream";
        Restore(name, Parse(name, CheckpointFile.Read(name, stream, isWhole: false)));
    }

    /// <summary>Reads a checkpoint; the trainer does not change.</summary>
    /// <exception cref="CheckpointException">It is malformed or that of another network.</exception>
    public TrainerSnapshot<T> Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using FileStream stream = File.OpenRead(path);
        return Parse(path, CheckpointFile.Read(path, stream, isWhole: true));
    }

    /// <summary>Calls a reader of the content of a checkpoint, and names the file in its exceptions.</summary>
    /// <exception cref="CheckpointException">The content is malformed or that of another network.</exception>
    public static TResult Parse<TResult>(string name, Func<TResult> read)
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

    /// <summary>Gives the trainer the state of a snapshot; if an optimizer or a schedule cannot read its state, nothing changes.</summary>
    /// <param name="name">The file, for messages.</param>
    /// <param name="snapshot">The snapshot.</param>
    /// <exception cref="CheckpointException">The snapshot does not fit.</exception>
    public void Restore(string name, TrainerSnapshot<T> snapshot)
    {
        StateBlock optimizer = StateBlock.Of(trainer.Optimizer), schedule = StateBlock.Of(trainer.Schedule);
        if (snapshot.Optimizer.Type != optimizer.Type || snapshot.Moments.Length != trainer.MomentCount)
        {
            throw new CheckpointException(
                $"{name}: expected a checkpoint of {optimizer.Type} with {trainer.MomentCount} moments, found {snapshot.Optimizer.Type} with {snapshot.Moments.Length}.");
        }

        bool hasSchedule = snapshot.Schedule.Bytes.Length > 0;
        if (hasSchedule && snapshot.Schedule.Type != schedule.Type)
            throw new CheckpointException($"{name}: expected the state of the schedule '{schedule.Type}', found that of '{snapshot.Schedule.Type}'.");

        if (snapshot.StartsNext.Length != trainer.CarriedRows)
        {
            throw new CheckpointException(
                $"{name}: expected a checkpoint with the carried states of {trainer.CarriedRows} rows, found {snapshot.StartsNext.Length}. CarryState and the batch size should "
                + "be those of the trainer that wrote it.");
        }

        try
        {
            snapshot.Optimizer.Restore(trainer.Optimizer.ReadState);
            if (hasSchedule)
                snapshot.Schedule.Restore(trainer.Schedule!.ReadState);
        }
        catch (Exception error)
        {
            optimizer.Restore(trainer.Optimizer.ReadState);
            if (hasSchedule)
                schedule.Restore(trainer.Schedule!.ReadState);
            throw new CheckpointException($"{name}: expected the state of {optimizer.Type} and of its schedule, found other content: {error.Message.TrimEnd('.')}.", error);
        }

        trainer.Restore(snapshot);
    }

    private TrainerSnapshot<T> Parse(string name, byte[] content) => Parse(name, () => TrainerSnapshot<T>.Read(content, Tensors));
}
