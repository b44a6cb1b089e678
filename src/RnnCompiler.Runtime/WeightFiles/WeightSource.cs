namespace RnnCompiler;

/// <summary>Opens what weights are read from: a file, a stream or bytes in memory.</summary>
internal static unsafe class WeightSource
{
    /// <summary>Reads a file, which must contain nothing after the tensors.</summary>
    /// <param name="path">The file.</param>
    /// <param name="read">Reads the tensors that are wanted.</param>
    public static TResult Read<TResult>(string path, Func<SafetensorsReader, TResult> read)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using FileStream stream = File.OpenRead(path);
        return Read(path, stream, isWhole: true, read);
    }

    /// <summary>Reads from a stream's position on; the stream is left open, after the last byte of the tensors.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="read">Reads the tensors that are wanted.</param>
    public static TResult Read<TResult>(Stream stream, Func<SafetensorsReader, TResult> read)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return Read(stream is FileStream file ? file.Name : "the stream", stream, isWhole: false, read);
    }

    /// <summary>Reads bytes in memory, which must contain nothing after the tensors.</summary>
    /// <param name="data">The bytes of a file.</param>
    /// <param name="read">Reads the tensors that are wanted.</param>
    public static TResult Read<TResult>(ReadOnlySpan<byte> data, Func<SafetensorsReader, TResult> read)
    {
        fixed (byte* first = data)
        {
            // An empty span has no address, which the stream asks for.
            byte none = 0;
            using UnmanagedMemoryStream stream = new(first is null ? &none : first, data.Length);
            return Read("the data", stream, isWhole: true, read);
        }
    }

    private static TResult Read<TResult>(string name, Stream stream, bool isWhole, Func<SafetensorsReader, TResult> read)
    {
        SafetensorsReader reader = SafetensorsReader.Open(name, stream, isWhole);
        TResult result = read(reader);
        reader.Finish(isWhole);
        return result;
    }
}
