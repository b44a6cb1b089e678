using System.Buffers.Binary;

namespace RnnCompiler;

/// <summary>Reads the header of a safetensors file and then, in the order of the data, the tensors that are wanted; the others are passed over.</summary>
internal sealed class SafetensorsReader
{
    private const int LengthBytes = sizeof(ulong);
    private const int ChunkLength = 1 << 16;

    private readonly Stream _stream;
    private long _position;

    private SafetensorsReader(string name, Stream stream, SafetensorsHeader header)
    {
        Name = name;
        _stream = stream;
        Header = header;
    }

    /// <summary>The file, for messages.</summary>
    public string Name { get; }

    /// <summary>The header.</summary>
    public SafetensorsHeader Header { get; }

    /// <summary>Reads the header of a stream.</summary>
    /// <param name="name">The file, for messages.</param>
    /// <param name="stream">The stream, at the first byte.</param>
    /// <param name="isWhole">Whether the stream contains one file and nothing after it.</param>
    /// <exception cref="WeightFileException">The header is malformed, or the file is of another format.</exception>
    public static SafetensorsReader Open(string name, Stream stream, bool isWhole)
    {
        long? available = stream.CanSeek ? stream.Length - stream.Position : null;
        Span<byte> head = stackalloc byte[ForeignFormats.HeadLength];
        int prefix = stream.ReadAtLeast(head[..LengthBytes], LengthBytes, throwOnEndOfStream: false);
        ulong length = prefix == LengthBytes ? BinaryPrimitives.ReadUInt64LittleEndian(head) : 0;
        long? rest = available - LengthBytes - (long)Math.Min(length, SafetensorsHeader.MaxLength);
        string? fault = prefix < LengthBytes ? $"at least {LengthBytes} bytes, found {prefix}"
            : length > SafetensorsHeader.MaxLength ? $"a safetensors file, whose header has at most {SafetensorsHeader.MaxLength} bytes, found {length}"
            : rest < 0 ? $"a header of {length} bytes, found {available - LengthBytes}"
            : null;
        if (fault is not null)
        {
            int known = prefix + stream.ReadAtLeast(head[prefix..], head.Length - prefix, throwOnEndOfStream: false);
            string? foreign = ForeignFormats.Describe(head[..known]);
            throw new WeightFileException(foreign is null ? $"{name}: expected {fault}." : $"{name}: expected a safetensors file, found {foreign}.");
        }

        byte[] json = ReadHeader(name, stream, (int)length);
        SafetensorsHeader header = SafetensorsHeader.Parse(name, json, isWhole ? rest : null);
        if (rest < header.DataLength)
            throw new WeightFileException($"{name}: expected {header.DataLength} bytes of data, as the header says, found {rest}.");

        return new SafetensorsReader(name, stream, header);
    }

    /// <summary>Reads a tensor of floating point numbers; tensors are read in the order of their data.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="tensor">One of the header's tensors, of a dtype that is read.</param>
    /// <returns>Its elements, row-major.</returns>
    /// <exception cref="WeightFileException">The stream ends before.</exception>
    public T[] ReadValues<T>(SafetensorsTensor tensor)
        where T : unmanaged
    {
        SkipTo(tensor.Begin);
        T[] values = new T[tensor.Length];
        int size = ElementTypes.Bits(tensor.ElementType) / 8;
        byte[] chunk = new byte[Math.Min(ChunkLength, tensor.End - tensor.Begin)];
        for (int done = 0; done < values.Length;)
        {
            int count = Math.Min(values.Length - done, chunk.Length / size);
            Read(chunk.AsSpan(0, count * size));
            ElementTypes.Read(tensor.ElementType, chunk, values.AsSpan(done, count));
            done += count;
        }

        return values;
    }

    /// <summary>Reads the bytes of a tensor; tensors are read in the order of their data.</summary>
    /// <param name="tensor">One of the header's tensors.</param>
    /// <exception cref="WeightFileException">The stream ends before, or the tensor is too large for an array.</exception>
    public byte[] ReadBytes(SafetensorsTensor tensor)
    {
        long length = tensor.End - tensor.Begin;
        if (length > Array.MaxLength)
            throw new WeightFileException(Name, tensor.Name, $"at most {Array.MaxLength} bytes", $"{length}");

        SkipTo(tensor.Begin);
        byte[] data = new byte[length];
        Read(data);
        return data;
    }

    /// <summary>Moves after the last byte of the file.</summary>
    /// <param name="isWhole">Whether nothing may follow.</param>
    /// <exception cref="WeightFileException">The stream ends before, or does not end there.</exception>
    public void Finish(bool isWhole)
    {
        SkipTo(Header.DataLength);
        if (isWhole && _stream.ReadByte() >= 0)
            throw new WeightFileException($"{Name}: expected {Header.DataLength} bytes of data, as the header says, found more.");
    }

    // A header can claim 100 MB in a stream of ten bytes, so memory grows with what is there.
    private static byte[] ReadHeader(string name, Stream stream, int length)
    {
        byte[] json = new byte[Math.Min(length, ChunkLength)];
        for (int done = 0; done < length;)
        {
            if (done == json.Length)
                Array.Resize(ref json, (int)Math.Min(length, 2L * json.Length));

            int count = stream.Read(json, done, json.Length - done);
            if (count == 0)
                throw new WeightFileException($"{name}: expected a header of {length} bytes, found {done}.");

            done += count;
        }

        return json;
    }

    private void SkipTo(long position)
    {
        if (_stream.CanSeek)
        {
            _stream.Seek(position - _position, SeekOrigin.Current);
            _position = position;
            return;
        }

        byte[] chunk = new byte[Math.Min(ChunkLength, position - _position)];
        while (_position < position)
            Read(chunk.AsSpan(0, (int)Math.Min(chunk.Length, position - _position)));
    }

    private void Read(Span<byte> bytes)
    {
        int count = _stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        _position += count;
        if (count < bytes.Length)
            throw new WeightFileException($"{Name}: expected {Header.DataLength} bytes of data, as the header says, found {_position}.");
    }
}
