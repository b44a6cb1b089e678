using System.Collections.ObjectModel;

namespace RnnCompiler;

/// <summary>A safetensors file: named tensors and metadata, checked whole when it is read.</summary>
public sealed class SafetensorsFile
{
    private readonly string _path;
    private readonly Dictionary<string, (SafetensorsTensor Tensor, byte[] Data)> _tensors;

    private SafetensorsFile(SafetensorsReader reader)
    {
        _path = reader.Name;
        Tensors = reader.Header.Tensors.AsReadOnly();
        Metadata = new ReadOnlyDictionary<string, string>(reader.Header.Metadata);
        _tensors = Tensors.ToDictionary(tensor => tensor.Name, tensor => (tensor, reader.ReadBytes(tensor)), StringComparer.Ordinal);
    }

    /// <summary>The tensors in order of their data.</summary>
    public IReadOnlyList<SafetensorsTensor> Tensors { get; }

    /// <summary>The metadata; empty if the file has none.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="WeightFileException">It is malformed.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static SafetensorsFile Read(string path) => WeightSource.Read(path, static reader => new SafetensorsFile(reader));

    /// <summary>Reads a file from a stream's position on; the stream is left open, after the last byte.</summary>
    /// <param name="stream">The stream.</param>
    /// <exception cref="WeightFileException">The file is malformed.</exception>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    public static SafetensorsFile Read(Stream stream) => WeightSource.Read(stream, static reader => new SafetensorsFile(reader));

    /// <summary>Reads a file that is in memory.</summary>
    /// <param name="data">Its bytes.</param>
    /// <exception cref="WeightFileException">The file is malformed.</exception>
    public static SafetensorsFile Read(ReadOnlySpan<byte> data) => WeightSource.Read(data, static reader => new SafetensorsFile(reader));

    /// <summary>The description of a tensor, or null.</summary>
    /// <param name="name">Its name.</param>
    public SafetensorsTensor? Find(string name) => _tensors.TryGetValue(name, out (SafetensorsTensor Tensor, byte[] Data) found) ? found.Tensor : null;

    /// <summary>The values of a tensor of floating point numbers (F32, F64, F16, BF16) as floats, row-major.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="WeightFileException">There is no such tensor, or it is of another dtype.</exception>
    public float[] ReadSingles(string name)
    {
        (SafetensorsTensor tensor, byte[] data) = Get(name);
        if (!ElementTypes.IsFloatingPoint(tensor.ElementType))
            throw new WeightFileException(_path, name, "dtype F32, F64, F16 or BF16", tensor.ElementType);

        float[] values = new float[tensor.Length];
        ElementTypes.Read<float>(tensor.ElementType, data, values);
        return values;
    }

    /// <summary>The values of a tensor of integers (up to 64 bits, U64 apart), row-major.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="WeightFileException">There is no such tensor, or it is of another dtype.</exception>
    public long[] ReadIntegers(string name)
    {
        (SafetensorsTensor tensor, byte[] data) = Get(name);
        if (!ElementTypes.IsInteger(tensor.ElementType))
            throw new WeightFileException(_path, name, "a dtype of integers", tensor.ElementType);

        long[] values = new long[tensor.Length];
        ElementTypes.ToInt64(tensor.ElementType, data, values);
        return values;
    }

    private (SafetensorsTensor Tensor, byte[] Data) Get(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return _tensors.TryGetValue(name, out (SafetensorsTensor, byte[]) found) ? found : throw new WeightFileException(_path, name, "the tensor", "none");
    }
}
