namespace RnnCompiler;

/// <summary>
/// Reader and writer of a number for each element of the parameters, such as a moment, in a checkpoint: a length and a safetensors file with the names and shapes of the
/// parameters and the declaration. So it can be read by a model whose layout of parameters differs, and by no other network.
/// </summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
internal abstract class CheckpointTensors<T>
    where T : unmanaged
{
    /// <summary>Writes values.</summary>
    /// <param name="writer">The checkpoint.</param>
    /// <param name="values">The values, in the layout of the parameters in memory.</param>
    public void Write(BinaryWriter writer, T[] values)
    {
        using MemoryStream stream = new();
        Save(stream, values);
        CheckpointBytes.Write(writer, stream.GetBuffer().AsSpan(0, (int)stream.Length));
    }

    /// <summary>Reads values in the layout of the parameters in memory.</summary>
    /// <param name="reader">The checkpoint.</param>
    /// <exception cref="CheckpointException">They are those of another network.</exception>
    public T[] Read(BinaryReader reader)
    {
        try
        {
            return Load(CheckpointBytes.Read(reader));
        }
        catch (WeightFileException error)
        {
            string of = error.Tensor is { } tensor ? $"for the parameter '{tensor}' " : "";
            string difference = error.Expected is null ? error.Message : $"{of}expected {error.Expected}, found {error.Found}";
            throw new CheckpointException($"expected a checkpoint of this network, found another one: {difference}", error);
        }
    }

    /// <summary>Writes values as a weight file.</summary>
    protected abstract void Save(Stream stream, T[] values);

    /// <summary>Reads values from a weight file.</summary>
    /// <exception cref="WeightFileException">They are those of another network.</exception>
    protected abstract T[] Load(byte[] file);
}
