using System.Buffers.Binary;
using System.Security.Cryptography;

namespace RnnCompiler;

/// <summary>
/// Container of a checkpoint: 8 bytes of signature, the version (32 bits), the length of the content in bytes (64 bits), the SHA-256 of the content, and the content. All
/// numbers are little-endian.
/// </summary>
internal static class CheckpointFile
{
    /// <summary>The version that is written, and the only one that is read.</summary>
    public const int Version = 2;

    private const int VersionAt = 8;
    private const int LengthAt = 12;
    private const int HashAt = 20;
    private const int HeaderLength = HashAt + SHA256.HashSizeInBytes;
    private const int ChunkLength = 1 << 20;

    private static ReadOnlySpan<byte> Signature => "RNNCKPT\n"u8;

    /// <summary>Writes a checkpoint.</summary>
    /// <param name="stream">The stream; it stays open.</param>
    /// <param name="content">The content.</param>
    public static void Write(Stream stream, ReadOnlySpan<byte> content)
    {
        Span<byte> header = stackalloc byte[HeaderLength];
        Signature.CopyTo(header);
        BinaryPrimitives.WriteInt32LittleEndian(header[VersionAt..], Version);
        BinaryPrimitives.WriteInt64LittleEndian(header[LengthAt..], content.Length);
        SHA256.HashData(content, header[HashAt..]);
        stream.Write(header);
        stream.Write(content);
    }

    /// <summary>Reads a checkpoint from the position of a stream, which stays open after its last byte.</summary>
    /// <param name="name">The file, for messages.</param>
    /// <param name="stream">The stream.</param>
    /// <param name="isWhole">Whether nothing may follow the checkpoint.</param>
    /// <returns>The content.</returns>
    /// <exception cref="CheckpointException">The file is malformed, or of another format or version.</exception>
    public static byte[] Read(string name, Stream stream, bool isWhole)
    {
        byte[] head = new byte[ForeignFormats.HeadLength];
        int found = stream.ReadAtLeast(head.AsSpan(0, HeaderLength), HeaderLength, throwOnEndOfStream: false);
        if (!head.AsSpan(0, found).StartsWith(Signature))
        {
            found += stream.ReadAtLeast(head.AsSpan(found), head.Length - found, throwOnEndOfStream: false);
            throw new CheckpointException($"{name}: expected a checkpoint of RnnCompiler, found {Describe(head.AsSpan(0, found))}.");
        }

        if (found < HeaderLength)
            throw new CheckpointException($"{name}: expected a header of {HeaderLength} bytes, found {found}.");
        int version = BinaryPrimitives.ReadInt32LittleEndian(head.AsSpan(VersionAt));
        if (version != Version)
        {
            string writer = version > Version ? "a later" : "an older";
            throw new CheckpointException($"{name}: expected a checkpoint of version {Version}, found version {version}, which {writer} RnnCompiler wrote.");
        }

        byte[] content = ReadContent(name, stream, BinaryPrimitives.ReadInt64LittleEndian(head.AsSpan(LengthAt)));
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(content, hash);
        if (!hash.SequenceEqual(head.AsSpan(HashAt, hash.Length)))
            throw new CheckpointException($"{name}: expected content whose SHA-256 is that of the header, found other content. The file is damaged.");
        if (isWhole && stream.ReadByte() >= 0)
            throw new CheckpointException($"{name}: expected the end of the file after the checkpoint, found more bytes.");
        return content;
    }

    // The length is not trusted: memory grows with the bytes that are really there.
    private static byte[] ReadContent(string name, Stream stream, long length)
    {
        if (length < 0 || length > Array.MaxLength)
            throw new CheckpointException($"{name}: expected content of at most {Array.MaxLength} bytes, found a length of {length}. The file is damaged.");
        using MemoryStream content = new();
        byte[] chunk = new byte[Math.Min(length, ChunkLength)];
        while (content.Length < length)
        {
            int read = stream.Read(chunk, 0, (int)Math.Min(chunk.Length, length - content.Length));
            if (read == 0)
                throw new CheckpointException($"{name}: expected {length} bytes of content, as the header says, found {content.Length}.");
            content.Write(chunk, 0, read);
        }

        return content.ToArray();
    }

    private static string Describe(ReadOnlySpan<byte> head)
    {
        if (head.IsEmpty)
            return "an empty file";
        if (ForeignFormats.Describe(head) is { } foreign)
            return foreign.TrimEnd('.');
        return head.Length > sizeof(ulong) && head[sizeof(ulong)] == (byte)'{'
            ? "a safetensors file, which has weights alone: load it into the model"
            : "a file of another format";
    }
}
