namespace RnnCompiler;

/// <summary>State of an optimizer or a schedule in a checkpoint: the name of its type and the bytes that it wrote.</summary>
/// <param name="Type">The full name of its type; empty for none.</param>
/// <param name="Bytes">Its state.</param>
internal sealed record StateBlock(string Type, byte[] Bytes)
{
    /// <summary>Captures the state of an optimizer.</summary>
    public static StateBlock Of(Optimizer optimizer) => Capture(optimizer, optimizer.WriteState);

    /// <summary>Captures the state of a schedule; null for none.</summary>
    public static StateBlock Of(LearningRateSchedule? schedule) => Capture(schedule, schedule is null ? null : schedule.WriteState);

    /// <summary>Reads a block.</summary>
    public static StateBlock Read(BinaryReader reader) => new(reader.ReadString(), CheckpointBytes.Read(reader));

    /// <summary>Writes the block.</summary>
    public void Write(BinaryWriter writer)
    {
        writer.Write(Type);
        CheckpointBytes.Write(writer, Bytes);
    }

    /// <summary>Restores the state.</summary>
    /// <param name="read">Reads the state.</param>
    /// <exception cref="InvalidDataException">Not all bytes were read.</exception>
    public void Restore(Action<BinaryReader> read)
    {
        using BinaryReader reader = new(new MemoryStream(Bytes));
        read(reader);
        long rest = reader.BaseStream.Length - reader.BaseStream.Position;
        if (rest > 0)
            throw new InvalidDataException($"ReadState of {Type} left {rest} of {Bytes.Length} bytes that WriteState wrote");
    }

    private static StateBlock Capture(object? owner, Action<BinaryWriter>? write)
    {
        using MemoryStream stream = new();
        using BinaryWriter writer = new(stream);
        write?.Invoke(writer);
        writer.Flush();
        return new StateBlock(owner?.GetType().FullName ?? "", stream.ToArray());
    }
}
