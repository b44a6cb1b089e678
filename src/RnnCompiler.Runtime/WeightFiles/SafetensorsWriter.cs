using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace RnnCompiler;

/// <summary>
/// Writes tensors as the reference writer does: sorted by name (all have one dtype), the header padded with spaces to a multiple of 8 bytes.
/// </summary>
internal static class SafetensorsWriter
{
    private const int ChunkLength = 1 << 14;

    // Text stays readable: a quote is \" and not \u0022, and nothing here is ever part of a web page.
    private static readonly JsonWriterOptions s_json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes a file to a stream.</summary>
    /// <typeparam name="T"><see cref="float"/>, written as F32, or <see cref="double"/>, written as F64.</typeparam>
    /// <param name="stream">The stream; it stays open.</param>
    /// <param name="metadata">Metadata of the header.</param>
    /// <param name="parameters">Names and shapes.</param>
    /// <param name="read">The values of a parameter, row-major.</param>
    public static void Write<T>(Stream stream, IReadOnlyDictionary<string, string> metadata, IEnumerable<ModelParameter> parameters, Func<ModelParameter, T[]> read)
        where T : unmanaged
    {
        ModelParameter[] sorted = [.. parameters];
        Array.Sort(sorted, (a, b) => Encoding.UTF8.GetBytes(a.Name).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(b.Name)));
        byte[] header = Header<T>(metadata, sorted);
        Span<byte> prefix = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(prefix, (ulong)header.Length);
        stream.Write(prefix);
        stream.Write(header);
        byte[] chunk = new byte[ChunkLength * Unsafe.SizeOf<T>()];
        foreach (ModelParameter parameter in sorted)
        {
            for (ReadOnlySpan<T> values = read(parameter); !values.IsEmpty; values = values[Math.Min(ChunkLength, values.Length)..])
            {
                ReadOnlySpan<T> part = values[..Math.Min(ChunkLength, values.Length)];
                ElementTypes.Write(part, chunk);
                stream.Write(chunk, 0, part.Length * Unsafe.SizeOf<T>());
            }
        }
    }

    private static byte[] Header<T>(IReadOnlyDictionary<string, string> metadata, ModelParameter[] parameters)
        where T : unmanaged
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter json = new(buffer, s_json))
        {
            json.WriteStartObject();
            json.WriteStartObject(SafetensorsHeader.MetadataName);
            foreach ((string key, string value) in metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal))
                json.WriteString(key, value);

            json.WriteEndObject();
            long position = 0;
            foreach (ModelParameter parameter in parameters)
            {
                json.WriteStartObject(parameter.Name);
                json.WriteString("dtype", ElementTypes.Of<T>());
                json.WriteStartArray("shape");
                foreach (int axis in parameter.Shape)
                    json.WriteNumberValue(axis);

                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(position);
                position += (long)parameter.Length * Unsafe.SizeOf<T>();
                json.WriteNumberValue(position);
                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        int padding = -buffer.WrittenCount & 7;
        buffer.GetSpan(padding)[..padding].Fill((byte)' ');
        buffer.Advance(padding);
        return buffer.WrittenSpan.ToArray();
    }
}
