using System.Buffers.Binary;
using System.Text;

namespace RnnCompiler;

/// <summary>
/// Recognises files of other formats by their first bytes, and says what to do. None of them can
/// be a safetensors file, whose first eight bytes are a length of at most <see cref="SafetensorsHeader.MaxLength"/> and whose ninth is '{'.
/// </summary>
internal static class ForeignFormats
{
    /// <summary>Number of bytes at the start of a file that are examined.</summary>
    public const int HeadLength = 512;

    private const string FromPyTorch =
        "Convert it in Python: safetensors.torch.save_file(model.state_dict(), \"model.safetensors\"), or without the model's class: "
        + "safetensors.torch.save_file(torch.load(\"model.pt\", weights_only=True), \"model.safetensors\")";

    private const string FromKeras =
        "Convert it in Python: put the arrays of model.get_weights() into PyTorch's layout and write them with safetensors.numpy.save_file(…)";

    /// <summary>Returns what a file is and what to do, as the end of a sentence; null if its format is unknown.</summary>
    /// <param name="head">The first bytes.</param>
    public static string? Describe(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith("PK\u0003\u0004"u8))
            return Zip(head);

        // A pickle of protocol 2 to 5. PyTorch wrote them by themselves before version 1.6.
        if (head is [0x80, >= 2 and <= 5, ..])
            return $"a pickle, as torch.save wrote before PyTorch 1.6 and with _use_new_zipfile_serialization=False. {FromPyTorch}";

        return head switch
        {
            [0x89, (byte)'H', (byte)'D', (byte)'F', ..] => $"an HDF5 file, as Keras writes (.h5). {FromKeras}",
            [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', ..] =>
                "a NumPy array (.npy). Convert it in Python: safetensors.numpy.save_file({\"name\": numpy.load(\"file.npy\")}, \"model.safetensors\")",
            [(byte)'G', (byte)'G', (byte)'U', (byte)'F', ..] =>
                "a GGUF file. Take the safetensors file from which it was converted, "
                + "or read its tensors with Python's gguf package and write them with safetensors.numpy.save_file(…)",
            [_, _, _, _, (byte)'T', (byte)'F', (byte)'L', (byte)'3', ..] => $"a TensorFlow Lite model. {FromKeras}",
            [0x1F, 0x8B, ..] => "gzip-compressed data. Decompress it first",
            [0x28, 0xB5, 0x2F, 0xFD, ..] => "zstd-compressed data. Decompress it first",
            _ => Text(head),
        };
    }

    private static string Zip(ReadOnlySpan<byte> head)
    {
        int length = head.Length >= 30 ? BinaryPrimitives.ReadUInt16LittleEndian(head[26..]) : 0;
        string entry = head.Length >= 30 ? Encoding.UTF8.GetString(head.Slice(30, Math.Min(length, head.Length - 30))) : "";
        if (entry.EndsWith(".npy", StringComparison.Ordinal))
            return "a NumPy archive (.npz). Convert it in Python: safetensors.numpy.save_file(dict(numpy.load(\"model.npz\")), \"model.safetensors\")";

        if (entry is "config.json" or "metadata.json" || entry.EndsWith(".h5", StringComparison.Ordinal))
            return $"a Keras model (.keras). {FromKeras}";

        // torch.save and torch.jit.save put all entries into one folder and start with one of these.
        string file = entry[(entry.LastIndexOf('/') + 1)..];
        return entry.Contains('/') && file is "data.pkl" or "constants.pkl" or "version" or "byteorder" or ".format_version" or ".storage_alignment"
            ? $"a zip archive written by torch.save (.pt, .pth, .ckpt). {FromPyTorch}"
            : $"a zip archive whose first entry is '{entry}'. If torch.save wrote it: {FromPyTorch}. Otherwise extract the safetensors file from it";
    }

    private static string? Text(ReadOnlySpan<byte> head)
    {
        ReadOnlySpan<byte> text = head.TrimStart(" \t\r\n"u8);
        if (text.StartsWith("version https://git-lfs"u8))
            return "a pointer of Git LFS, not the file itself. Fetch the file: git lfs pull";

        if (text.StartsWith("<!DOCTYPE"u8) || text.StartsWith("<!doctype"u8) || text.StartsWith("<html"u8))
            return "an HTML page, as a download gives that asks for a login or found nothing. Download the file again";

        return text.StartsWith("{"u8) ? "a JSON file; an index of shards (model.safetensors.index.json) names the files that hold the tensors. Load those" : null;
    }
}
