using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using System.Text.Json;

namespace RnnCompiler;

/// <summary>
/// Writes tensors of floats as the reference writer does: sorted by name (all have one alignment), the header padded with spaces to a multiple
/// of 8 bytes. The data goes to a temporary file beside the target, is flushed to the disk and then renamed, so the target is whole or as it was.
/// </summary>
internal static class SafetensorsWriter
{
    public static void Write(string path, IReadOnlyDictionary<string, string> metadata, IEnumerable<(string Name, IReadOnlyList<int> Shape, float[] Values)> tensors)
    {
        (string Name, IReadOnlyList<int> Shape, float[] Values)[] sorted = [.. tensors];
        Array.Sort(sorted, (a, b) => Encoding.UTF8.GetBytes(a.Name).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(b.Name)));
        byte[] header = Header(metadata, sorted);

        string target = Path.GetFullPath(path);
        string temporary = $"{target}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                Span<byte> prefix = stackalloc byte[sizeof(ulong)];
                BinaryPrimitives.WriteUInt64LittleEndian(prefix, (ulong)header.Length);
                stream.Write(prefix);
                stream.Write(header);
                foreach ((_, _, float[] values) in sorted)
                {
                    WriteValues(stream, values);
                }

                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, target, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    private static byte[] Header(IReadOnlyDictionary<string, string> metadata, (string Name, IReadOnlyList<int> Shape, float[] Values)[] tensors)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartObject(SafetensorsHeader.MetadataName);
            foreach ((string key, string value) in metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            {
                json.WriteString(key, value);
            }

            json.WriteEndObject();
            long position = 0;
            foreach ((string name, IReadOnlyList<int> shape, float[] values) in tensors)
            {
                json.WriteStartObject(name);
                json.WriteString("dtype", ElementTypes.Single);
                json.WriteStartArray("shape");
                foreach (int axis in shape)
                {
                    json.WriteNumberValue(axis);
                }

                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(position);
                position += (long)values.Length * sizeof(float);
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

    private static void WriteValues(FileStream stream, ReadOnlySpan<float> values)
    {
        const int Chunk = 4096;
        Span<byte> bytes = stackalloc byte[Chunk * sizeof(float)];
        for (; !values.IsEmpty; values = values[Math.Min(Chunk, values.Length)..])
        {
            ReadOnlySpan<float> chunk = values[..Math.Min(Chunk, values.Length)];
            for (int i = 0; i < chunk.Length; i++)
            {
                BinaryPrimitives.WriteSingleLittleEndian(bytes[(i * sizeof(float))..], chunk[i]);
            }

            stream.Write(bytes[..(chunk.Length * sizeof(float))]);
        }
    }
}
