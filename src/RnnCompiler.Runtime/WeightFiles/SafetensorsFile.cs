using System.Buffers.Binary;
using System.Collections.ObjectModel;

namespace RnnCompiler;

/// <summary>A safetensors file: named tensors and metadata, checked whole when it is read.</summary>
public sealed class SafetensorsFile
{
    private const int LengthBytes = sizeof(ulong);

    private readonly string _path;
    private readonly Dictionary<string, (SafetensorsTensor Tensor, byte[] Data)> _tensors;

    private SafetensorsFile(string path, SafetensorsHeader header, Dictionary<string, (SafetensorsTensor, byte[])> tensors)
    {
        _path = path;
        _tensors = tensors;
        Tensors = header.Tensors.AsReadOnly();
        Metadata = new ReadOnlyDictionary<string, string>(header.Metadata);
    }

    /// <summary>The tensors in order of their data.</summary>
    public IReadOnlyList<SafetensorsTensor> Tensors { get; }

    /// <summary>The metadata; empty where the file has none.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="WeightFileException">It is malformed.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static SafetensorsFile Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using FileStream stream = File.OpenRead(path);
        try
        {
            return Read(path, stream);
        }
        catch (EndOfStreamException e)
        {
            throw new WeightFileException($"{path}: the file became shorter while it was read.", e);
        }
    }

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
        {
            throw new WeightFileException(_path, name, "dtype F32, F64, F16 or BF16", tensor.ElementType);
        }

        float[] values = new float[tensor.Length];
        ElementTypes.ToSingle(tensor.ElementType, data, values);
        return values;
    }

    /// <summary>The values of a tensor of integers (up to 64 bits, U64 apart), row-major.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="WeightFileException">There is no such tensor, or it is of another dtype.</exception>
    public long[] ReadIntegers(string name)
    {
        (SafetensorsTensor tensor, byte[] data) = Get(name);
        if (!ElementTypes.IsInteger(tensor.ElementType))
        {
            throw new WeightFileException(_path, name, "a dtype of integers", tensor.ElementType);
        }

        long[] values = new long[tensor.Length];
        ElementTypes.ToInt64(tensor.ElementType, data, values);
        return values;
    }

    private static SafetensorsFile Read(string path, FileStream stream)
    {
        long fileLength = stream.Length;
        if (fileLength < LengthBytes)
        {
            throw new WeightFileException($"{path}: expected at least {LengthBytes} bytes, found {fileLength}.");
        }

        Span<byte> prefix = stackalloc byte[LengthBytes];
        stream.ReadExactly(prefix);
        ulong headerLength = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (headerLength > SafetensorsHeader.MaxLength)
        {
            throw new WeightFileException($"{path}: expected a header of at most {SafetensorsHeader.MaxLength} bytes, found {headerLength}.");
        }

        long dataLength = fileLength - LengthBytes - (long)headerLength;
        if (dataLength < 0)
        {
            throw new WeightFileException($"{path}: expected a header of {headerLength} bytes, found {fileLength - LengthBytes}.");
        }

        byte[] json = new byte[headerLength];
        stream.ReadExactly(json);
        SafetensorsHeader header = SafetensorsHeader.Parse(path, json, dataLength);

        var tensors = new Dictionary<string, (SafetensorsTensor, byte[])>(StringComparer.Ordinal);
        foreach (SafetensorsTensor tensor in header.Tensors)
        {
            long length = tensor.End - tensor.Begin;
            if (length > Array.MaxLength)
            {
                throw new WeightFileException(path, tensor.Name, $"at most {Array.MaxLength} bytes", $"{length}");
            }

            byte[] data = new byte[length];
            stream.ReadExactly(data);
            tensors.Add(tensor.Name, (tensor, data));
        }

        return new SafetensorsFile(path, header, tensors);
    }

    private (SafetensorsTensor Tensor, byte[] Data) Get(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return _tensors.TryGetValue(name, out (SafetensorsTensor, byte[]) found) ? found : throw new WeightFileException(_path, name, "the tensor", "none");
    }
}
