namespace RnnCompiler;

/// <summary>State of an optimizer or a schedule in a checkpoint: the name of its type and the bytes that it wrote.</summary>
/// <param name="Type">The full name of its type; empty for none.</param>
/// <param name="Bytes">Its state.</param>
internal sealed record StateBlock(string Type, byte[] Bytes)
{
    /// <summary>Captures a state.</summary>
    /// <param name="owner">The optimizer or schedule; null for none.</param>
    /// <param name="write">Writes its state.</param>
    public static StateBlock Capture(object? owner, Action<BinaryWriter>? write)
    {
        using MemoryStream stream = new();
        using BinaryWriter writer = new(stream);
        write?.Invoke(writer);
        writer.Flush();
        return new StateBlock(owner?.GetType().FullName ?? "", stream.ToArray());
    }

    /// <summary>Reads a block.</summary>
    public static StateBlock Read(BinaryReader reader) => new(reader.ReadString(), CheckpointTensors.ReadBytes(reader));

    /// <summary>Writes the block.</summary>
    public void Write(BinaryWriter writer)
    {
        writer.Write(Type);
        CheckpointTensors.WriteBytes(writer, Bytes);
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
}
