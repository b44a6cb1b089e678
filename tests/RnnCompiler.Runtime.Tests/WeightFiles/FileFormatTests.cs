using System.IO.Compression;
using System.Text;
using RnnCompiler.CompilerServices;

namespace RnnCompiler.Runtime.Tests;

/// <summary>What the reference reader of safetensors reads is read, and files of other formats are recognised.</summary>
public class FileFormatTests
{
    [Fact]
    public void Metadata_may_be_null()
    {
        SafetensorsFile file = SafetensorsFile.Read(TensorFile.OfHeader("""{"__metadata__":null,"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 4));
        Assert.Empty(file.Metadata);
        Assert.Equal([0f], file.ReadSingles("a"));
    }

    [Theory]
    [InlineData("\"more\":1")]
    [InlineData("\"more\":null")]
    [InlineData("\"more\":{\"dtype\":[{\"shape\":{}}],\"x\":\"}\"}")]
    public void Fields_that_are_not_known_are_passed_over(string field)
    {
        foreach (string entry in (string[])[$"{field},\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]", $"\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4],{field}"])
            Assert.Equal([0f], SafetensorsFile.Read(TensorFile.OfHeader($$$"""{"a":{{{{entry}}}}}""", 4)).ReadSingles("a"));
    }

    [Theory]
    [InlineData("BOOL", 3, 3)]
    [InlineData("U8", 3, 3)]
    [InlineData("I64", 3, 24)]
    [InlineData("U64", 3, 24)]
    [InlineData("C64", 3, 24)]
    [InlineData("F8_E5M2", 3, 3)]
    [InlineData("F8_E4M3", 3, 3)]
    [InlineData("F8_E8M0", 3, 3)]
    [InlineData("F8_E4M3FNUZ", 3, 3)]
    [InlineData("F8_E5M2FNUZ", 3, 3)]
    [InlineData("F6_E2M3", 4, 3)]
    [InlineData("F6_E3M2", 8, 6)]
    [InlineData("F4", 6, 3)]
    [InlineData("OF_A_LATER_VERSION", 6, 5)]
    public void Tensors_that_are_not_wanted_may_be_of_any_dtype(string type, int elements, int bytes)
    {
        byte[] header = TensorFile.OfHeader(
            $$$"""{"before":{"dtype":"{{{type}}}","shape":[{{{elements}}}],"data_offsets":[0,{{{bytes}}}]},""" +
            $$$""" "dense.bias":{"dtype":"F32","shape":[1],"data_offsets":[{{{bytes}}},{{{bytes + 4}}}]},""" +
            $$$""" "behind":{"dtype":"{{{type}}}","shape":[{{{elements}}}],"data_offsets":[{{{bytes + 4}}},{{{2 * bytes + 4}}}]}}""",
            [.. new byte[bytes], .. BitConverter.GetBytes(2.5f), .. new byte[bytes]]);
        ParameterStore store = TensorFile.Model("", "dense.bias 1");
        store.Load(header, new LoadOptions { IgnoreOthers = true });
        Assert.Equal([2.5f], SmallModel.Read(store, "dense.bias"));
        store.Load(new ForwardOnly(header), new LoadOptions { IgnoreOthers = true });
        Assert.Equal([2.5f], SmallModel.Read(store, "dense.bias"));
    }

    [Theory]
    [InlineData("I32", 4)]
    [InlineData("F8_E4M3", 1)]
    [InlineData("OF_A_LATER_VERSION", 3)]
    public void A_tensor_that_is_wanted_must_be_of_floating_point_numbers_and_nothing_is_written_before_all_are_checked(string type, int bytes)
    {
        byte[] file = TensorFile.OfHeader(
            $$$"""{"a.weight":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b.weight":{"dtype":"{{{type}}}","shape":[1],"data_offsets":[4,{{{4 + bytes}}}]}}""", 4 + bytes);
        ParameterStore store = TensorFile.Model("", "a.weight 1", "b.weight 1");
        float[] before = SmallModel.ReadAll(store);
        WeightFileException error = Assert.Throws<WeightFileException>(() => store.Load(file));
        Assert.Equal(("b.weight", "dtype F32, F64, F16 or BF16", type), (error.Tensor, error.Expected, error.Found));
        Assert.Equal(before, SmallModel.ReadAll(store));
    }

    [Fact]
    public void A_stream_that_ends_within_the_last_tensor_leaves_the_model_as_it_was()
    {
        byte[] file = TensorFile.OfTensors(null, "a.weight 1", "b.weight 2");
        ParameterStore store = TensorFile.Model("", "a.weight 1", "b.weight 2");
        float[] before = SmallModel.ReadAll(store);
        for (int length = 0; length < file.Length; length++)
        {
            Assert.Throws<WeightFileException>(() => store.Load(new ForwardOnly(file[..length])));
            Assert.Throws<WeightFileException>(() => store.Load(new MemoryStream(file[..length])));
            Assert.Throws<WeightFileException>(() => store.Load(file.AsSpan(0, length)));
        }

        Assert.Equal(before, SmallModel.ReadAll(store));
    }

    [Fact]
    public void A_stream_that_ends_within_a_tensor_that_is_not_wanted_leaves_the_model_as_it_was()
    {
        byte[] file = TensorFile.OfTensors(null, "a.weight 2", "z.other 4");
        ParameterStore store = TensorFile.Model("", "a.weight 2");
        float[] before = SmallModel.ReadAll(store);
        for (int missing = 1; missing <= 16; missing++)
            Assert.Throws<WeightFileException>(() => store.Load(new ForwardOnly(file[..^missing]), new LoadOptions { IgnoreOthers = true }));

        Assert.Equal(before, SmallModel.ReadAll(store));
        store.Load(new ForwardOnly(file), new LoadOptions { IgnoreOthers = true });
        Assert.Equal([1f, 2f], SmallModel.ReadAll(store));
    }

    [Fact]
    public void A_stream_is_read_from_its_position_to_the_end_of_the_file_and_stays_open()
    {
        ParameterStore first = TensorFile.Model("", "a.weight 3x2");
        ParameterStore second = TensorFile.Model("", "b.weight 5");
        second.Initialize(2);
        using MemoryStream stream = new();
        stream.WriteByte(7);
        first.Save(stream);
        second.Save(stream);
        stream.WriteByte(8);

        ParameterStore one = TensorFile.Model("", "a.weight 3x2");
        ParameterStore two = TensorFile.Model("", "b.weight 5");
        foreach (Stream source in (Stream[])[stream, new ForwardOnly(stream.ToArray())])
        {
            if (source.CanSeek)
                source.Position = 0;

            one.Initialize(3);
            two.Initialize(3);
            Assert.Equal(7, source.ReadByte());
            one.Load(source);
            two.Load(source);
            Assert.Equal(8, source.ReadByte());
            Assert.Equal(SmallModel.ReadAll(first), SmallModel.ReadAll(one));
            Assert.Equal(SmallModel.ReadAll(second), SmallModel.ReadAll(two));
        }
    }

    [Fact]
    public void Bytes_behind_a_file_are_a_fault_in_a_file_and_in_memory()
    {
        byte[] file = [.. TensorFile.OfTensors(null, "a.weight 1"), 0];
        Assert.Contains("found 5", Assert.Throws<WeightFileException>(() => SafetensorsFile.Read(file)).Message, StringComparison.Ordinal);
        string path = Path.GetTempFileName();
        File.WriteAllBytes(path, file);
        Assert.Contains("found 5", Assert.Throws<WeightFileException>(() => SafetensorsFile.Read(path)).Message, StringComparison.Ordinal);
        File.Delete(path);
    }

    [Fact]
    public void Text_that_is_not_UTF8_is_refused_where_it_is_passed_over_too()
    {
        byte[] file = TensorFile.OfHeader("""{"a":{"dtype":"F32","shape":[0],"data_offsets":[0,0],"more":"?"}}""");
        file[Array.IndexOf(file, (byte)'?')] = 0xFF;
        Assert.Contains("UTF-8", Assert.Throws<WeightFileException>(() => SafetensorsFile.Read(file)).Message, StringComparison.Ordinal);
    }

    public static TheoryData<string, byte[], string> Foreign => new()
    {
        { "torch.save", Zip("archive/data.pkl"), "a zip archive written by torch.save" },
        { "torch.jit.save", Zip("net/constants.pkl"), "a zip archive written by torch.save" },
        { "torch.save, large", [.. Zip("archive/data.pkl"), .. new byte[100_000]], "safetensors.torch.save_file(model.state_dict(), \"model.safetensors\")" },
        { "npz", Zip("weight.npy"), "a NumPy archive (.npz)" },
        { "keras", Zip("metadata.json"), "a Keras model (.keras)" },
        { "zip", Zip("model.safetensors"), "a zip archive whose first entry is 'model.safetensors'" },
        { "pickle 2", [0x80, 2, 0x8A, 0x0A, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20], "a pickle" },
        { "pickle 4", [0x80, 4, 0x95, 0x1F, 0, 0, 0, 0, 0, 0, 0, (byte)'}'], "torch.load(\"model.pt\", weights_only=True)" },
        { "hdf5", [0x89, .. "HDF\r\n\u001A\n"u8, 0, 0], "an HDF5 file" },
        { "npy", [0x93, .. "NUMPY"u8, 1, 0, 0x76, 0], "a NumPy array" },
        { "gguf", [.. "GGUF"u8, 3, 0, 0, 0, 1, 0], "a GGUF file" },
        { "tflite", [0x1C, 0, 0, 0, .. "TFL3"u8, 0, 0], "a TensorFlow Lite model" },
        { "gzip", [0x1F, 0x8B, 8, 0, 1, 2, 3, 4, 5], "gzip" },
        { "zstd", [0x28, 0xB5, 0x2F, 0xFD, 1, 2, 3, 4, 5], "zstd" },
        { "lfs", [.. "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n"u8], "git lfs pull" },
        { "html", [.. "<!DOCTYPE html><html><body>Sign in</body></html>"u8], "an HTML page" },
        { "json", [.. "{\n  \"weight_map\": {}\n}"u8], "a JSON file" },
    };

    [Theory]
    [MemberData(nameof(Foreign))]
    public void A_file_of_another_format_is_recognised(string format, byte[] content, string message)
    {
        foreach (WeightFileException error in (WeightFileException[])
            [
                Assert.Throws<WeightFileException>(() => SafetensorsFile.Read(content)),
                Assert.Throws<WeightFileException>(() => SafetensorsFile.Read(new MemoryStream(content))),
                Assert.Throws<WeightFileException>(() => SafetensorsFile.Read(new ForwardOnly(content))),
            ])
        {
            Assert.True(error.Message.Contains(message, StringComparison.Ordinal), $"{format}: {error.Message}");
            Assert.Contains("expected a safetensors file, found", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void An_empty_file_is_said_to_be_empty() =>
        Assert.Contains("expected at least 8 bytes, found 0", Assert.Throws<WeightFileException>(() => SafetensorsFile.Read([])).Message, StringComparison.Ordinal);

    private static byte[] Zip(string entry)
    {
        using MemoryStream stream = new();
        using (ZipArchive archive = new(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            using Stream content = archive.CreateEntry(entry, CompressionLevel.NoCompression).Open();
            content.Write(Encoding.ASCII.GetBytes("content"));
        }

        return stream.ToArray();
    }

    /// <summary>A stream that can only be read on, a few bytes at a time, as from a network.</summary>
    private sealed class ForwardOnly(byte[] content) : MemoryStream(content)
    {
        public override bool CanSeek => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, 5)]);

        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, 5));
    }
}
