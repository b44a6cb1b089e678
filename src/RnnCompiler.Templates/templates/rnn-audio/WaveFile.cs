using System.Buffers.Binary;
using System.Text;

/// <summary>Reads and writes WAV files of 16-bit samples; of several channels, the first is read.</summary>
public static class WaveFile
{
    private const int HeaderBytes = 44;

    /// <summary>Reads the samples of a file.</summary>
    /// <returns>Samples from −1 to 1, and how many there are in a second.</returns>
    /// <exception cref="InvalidDataException">The file holds no 16-bit samples.</exception>
    public static (float[] Samples, int Rate) Read(string path)
    {
        byte[] file = File.ReadAllBytes(path);
        int format = Chunk(file, path, "fmt ");
        int channels = BinaryPrimitives.ReadInt16LittleEndian(file.AsSpan(format + 2));
        int rate = BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(format + 4));
        int bits = BinaryPrimitives.ReadInt16LittleEndian(file.AsSpan(format + 14));
        if (bits != 16)
            throw new InvalidDataException($"{path} should hold 16-bit samples; found {bits} bits.");

        int data = Chunk(file, path, "data");
        int bytes = Math.Min(BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(data - 4)), file.Length - data);
        float[] samples = new float[bytes / (2 * channels)];
        for (int i = 0; i < samples.Length; i++)
            samples[i] = BinaryPrimitives.ReadInt16LittleEndian(file.AsSpan(data + (2 * channels * i))) / 32768f;
        return (samples, rate);
    }

    /// <summary>Writes samples of one channel; what exceeds −1 to 1 is clipped.</summary>
    public static void Write(string path, ReadOnlySpan<float> samples, int rate)
    {
        byte[] file = new byte[HeaderBytes + (2 * samples.Length)];
        Span<byte> header = file;
        Encoding.ASCII.GetBytes("RIFF", header);
        BinaryPrimitives.WriteInt32LittleEndian(header[4..], file.Length - 8);
        Encoding.ASCII.GetBytes("WAVEfmt ", header[8..]);
        BinaryPrimitives.WriteInt32LittleEndian(header[16..], 16);
        BinaryPrimitives.WriteInt16LittleEndian(header[20..], 1);
        BinaryPrimitives.WriteInt16LittleEndian(header[22..], 1);
        BinaryPrimitives.WriteInt32LittleEndian(header[24..], rate);
        BinaryPrimitives.WriteInt32LittleEndian(header[28..], 2 * rate);
        BinaryPrimitives.WriteInt16LittleEndian(header[32..], 2);
        BinaryPrimitives.WriteInt16LittleEndian(header[34..], 16);
        Encoding.ASCII.GetBytes("data", header[36..]);
        BinaryPrimitives.WriteInt32LittleEndian(header[40..], 2 * samples.Length);
        for (int i = 0; i < samples.Length; i++)
            BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(HeaderBytes + (2 * i)), (short)Math.Clamp(samples[i] * 32767f, -32768f, 32767f));
        File.WriteAllBytes(path, file);
    }

    // Chunks follow each other: four letters, the number of bytes, the bytes.
    private static int Chunk(byte[] file, string path, string name)
    {
        for (int at = 12; at + 8 <= file.Length; at += 8 + ((BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(at + 4)) + 1) & ~1))
        {
            if (Encoding.ASCII.GetString(file, at, 4) == name)
                return at + 8;
        }

        throw new InvalidDataException($"{path} should be a WAV file; found no part called '{name}'.");
    }
}
