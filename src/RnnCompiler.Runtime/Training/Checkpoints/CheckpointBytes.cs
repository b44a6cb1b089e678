namespace RnnCompiler;

/// <summary>Bytes in a checkpoint, after their length (32 bits).</summary>
internal static class CheckpointBytes
{
    /// <summary>Writes a length and bytes.</summary>
    public static void Write(BinaryWriter writer, ReadOnlySpan<byte> bytes)
    {
        writer.Write(bytes.Length);
        writer.Write(bytes);
    }

    /// <summary>Reads a length and bytes.</summary>
    /// <exception cref="EndOfStreamException">There are fewer bytes.</exception>
    public static byte[] Read(BinaryReader reader)
    {
        int length = reader.ReadInt32();
        Stream stream = reader.BaseStream;
        if (length < 0 || length > stream.Length - stream.Position)
            throw new EndOfStreamException($"expected {length} bytes, found {stream.Length - stream.Position}");
        return reader.ReadBytes(length);
    }
}
