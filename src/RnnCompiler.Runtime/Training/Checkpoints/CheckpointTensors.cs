using RnnCompiler.CompilerServices;

namespace RnnCompiler;

/// <summary>
/// A float for each parameter of a model, such as a moment, in a checkpoint: a length and a safetensors file with the names and shapes of the parameters and the
/// declaration. So it can be read by a model whose packed layout differs, and by no other network.
/// </summary>
internal static class CheckpointTensors
{
    /// <summary>Writes values that are packed as the parameters.</summary>
    /// <param name="writer">The checkpoint.</param>
    /// <param name="store">The parameters.</param>
    /// <param name="packed">The values.</param>
    public static void Write(BinaryWriter writer, ParameterStore store, float[] packed)
    {
        using MemoryStream stream = new();
        ModelWeights.Save(store.Layout, stream, parameter =>
        {
            float[] values = new float[parameter.Length];
            store.Read(parameter.Name, packed, values);
            return values;
        });
        WriteBytes(writer, stream.GetBuffer().AsSpan(0, (int)stream.Length));
    }

    /// <summary>Reads values and packs them as the parameters; padding is 0.</summary>
    /// <param name="reader">The checkpoint.</param>
    /// <param name="layout">The layout of the parameters.</param>
    /// <exception cref="CheckpointException">They are those of another network.</exception>
    public static float[] Read(BinaryReader reader, ModelLayout layout)
    {
        try
        {
            return ParameterStore.Load(layout, ReadBytes(reader), options: null).Span.ToArray();
        }
        catch (WeightFileException error)
        {
            string of = error.Tensor is { } tensor ? $"for the parameter '{tensor}' " : "";
            string difference = error.Expected is null ? error.Message : $"{of}expected {error.Expected}, found {error.Found}";
            throw new CheckpointException($"expected a checkpoint of this network, found another one: {difference}", error);
        }
    }

    /// <summary>Writes a length and bytes.</summary>
    public static void WriteBytes(BinaryWriter writer, ReadOnlySpan<byte> bytes)
    {
        writer.Write(bytes.Length);
        writer.Write(bytes);
    }

    /// <summary>Reads a length and bytes.</summary>
    /// <exception cref="EndOfStreamException">There are fewer bytes.</exception>
    public static byte[] ReadBytes(BinaryReader reader)
    {
        int length = reader.ReadInt32();
        Stream stream = reader.BaseStream;
        if (length < 0 || length > stream.Length - stream.Position)
            throw new EndOfStreamException($"expected {length} bytes, found {stream.Length - stream.Position}");
        return reader.ReadBytes(length);
    }
}
