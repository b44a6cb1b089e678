using System.Buffers.Binary;
using System.Text;

namespace RealtimeAudio.Audio;

/// <summary>Writes WAV files of one channel of 16-bit samples.</summary>
internal static class WaveFile
{
    /// <summary>Bytes before the samples.</summary>
    public const int HeaderBytes = 44;

    /// <summary>Writes samples; what exceeds −1 to 1 is clipped. The file is complete or absent, whenever the process ends.</summary>
    /// <param name="path">The file, which is replaced.</param>
    /// <param name="samples">Samples from −1 to 1.</param>
    public static void Write(string path, ReadOnlySpan<float> samples)
    {
        byte[] file = new byte[HeaderBytes + (2 * samples.Length)];
        Span<byte> header = file;
        Encoding.ASCII.GetBytes("RIFF", header);
        BinaryPrimitives.WriteInt32LittleEndian(header[4..], file.Length - 8);
        Encoding.ASCII.GetBytes("WAVEfmt ", header[8..]);
        BinaryPrimitives.WriteInt32LittleEndian(header[16..], 16);
        BinaryPrimitives.WriteInt16LittleEndian(header[20..], 1);                    // PCM
        BinaryPrimitives.WriteInt16LittleEndian(header[22..], 1);                    // channels
        BinaryPrimitives.WriteInt32LittleEndian(header[24..], Passage.Rate);
        BinaryPrimitives.WriteInt32LittleEndian(header[28..], 2 * Passage.Rate);     // bytes a second
        BinaryPrimitives.WriteInt16LittleEndian(header[32..], 2);                    // bytes of a sample
        BinaryPrimitives.WriteInt16LittleEndian(header[34..], 16);                   // bits of a sample
        Encoding.ASCII.GetBytes("data", header[36..]);
        BinaryPrimitives.WriteInt32LittleEndian(header[40..], 2 * samples.Length);
        for (int i = 0; i < samples.Length; i++)
            BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(HeaderBytes + (2 * i)), (short)Math.Clamp(samples[i] * 32767f, -32768f, 32767f));
        File.WriteAllBytes(path + ".tmp", file);
        File.Move(path + ".tmp", path, overwrite: true);
    }
}
