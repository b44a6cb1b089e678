using System.Text;

namespace RnnCompiler.Benchmarks.Engines.Onnx;

/// <summary>Writes protobuf messages, as far as an ONNX file needs them: varints, texts, bytes and messages.</summary>
/// <remarks>https://protobuf.dev/programming-guides/encoding</remarks>
internal sealed class ProtobufWriter
{
    private const int LengthDelimited = 2;
    private readonly List<byte> _bytes = [];

    /// <summary>Writes a message.</summary>
    public static byte[] Message(Action<ProtobufWriter> write)
    {
        ProtobufWriter writer = new();
        write(writer);
        return [.. writer._bytes];
    }

    /// <summary>A field of numbers.</summary>
    public ProtobufWriter Number(int field, long value)
    {
        Varint((ulong)field << 3);
        Varint((ulong)value);
        return this;
    }

    /// <summary>A field of text.</summary>
    public ProtobufWriter Text(int field, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

    /// <summary>A field of messages.</summary>
    public ProtobufWriter Message(int field, Action<ProtobufWriter> write) => Bytes(field, Message(write));

    /// <summary>A field of bytes.</summary>
    public ProtobufWriter Bytes(int field, ReadOnlySpan<byte> value)
    {
        Varint(((ulong)field << 3) | LengthDelimited);
        Varint((ulong)value.Length);
        _bytes.AddRange(value);
        return this;
    }

    private void Varint(ulong value)
    {
        for (; value > 0x7F; value >>= 7)
            _bytes.Add((byte)(value | 0x80));
        _bytes.Add((byte)value);
    }
}
