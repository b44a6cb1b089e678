using System.Buffers.Binary;
using System.Text;
using RnnCompiler.CompilerServices;

namespace RnnCompiler.Runtime.Tests;

public sealed class SafetensorsTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("rnncompiler").FullName;

    private string FilePath => Path.Combine(_directory, "model.safetensors");

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void What_is_saved_is_loaded_to_the_bit()
    {
        ParameterStore store = Store(1);
        store.Write("embedding.weight", [float.NaN, float.NegativeInfinity, -0f, float.Epsilon, .. new float[31]]);
        store.Save(FilePath);
        ParameterStore other = Store(2);
        other.Load(FilePath);
        Assert.Equal(Bits(store), Bits(other));
        Assert.Equal([FilePath], Directory.GetFiles(_directory));
    }

    [Fact]
    public void The_file_is_laid_out_as_the_reference_writer_does()
    {
        Store(1).Save(FilePath);
        byte[] bytes = File.ReadAllBytes(FilePath);
        int length = (int)BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        Assert.Equal(0, length % 8);
        string header = Encoding.UTF8.GetString(bytes, 8, length).TrimEnd(' ');
        string hash = SmallModel.Layout.DeclarationHash;
        Assert.Equal(
            ($$$"""{"__metadata__":{"rnncompiler.declaration":"model small","rnncompiler.declaration_sha256":"{{{hash}}}"},""" + """
                "cell.bias_ih_l0":{"dtype":"F32","shape":[36],"data_offsets":[0,144]},
                "cell.weight_ih_l0":{"dtype":"F32","shape":[36,3],"data_offsets":[144,576]},
                "embedding.weight":{"dtype":"F32","shape":[5,7],"data_offsets":[576,716]}}
                """).ReplaceLineEndings(""),
            header);
        Assert.Equal(8 + length + 716, bytes.Length);
    }

    [Fact]
    public void A_reader_of_a_file_that_is_saved_over_keeps_the_old_content()
    {
        Store(1).Save(FilePath);
        byte[] first = File.ReadAllBytes(FilePath);
        using FileStream old = new(FilePath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        Store(2).Save(FilePath);
        byte[] read = new byte[first.Length];
        old.ReadExactly(read);
        Assert.Equal(first, read);
    }

    [Fact]
    public void Saving_replaces_a_file_and_a_failure_leaves_it_and_no_temporary_file()
    {
        File.WriteAllText(FilePath, "old");
        Store(1).Save(FilePath);
        byte[] first = File.ReadAllBytes(FilePath);
        Store(2).Save(FilePath);
        Assert.NotEqual(first, File.ReadAllBytes(FilePath));

        // A directory in the way of the rename.
        string blocked = Path.Combine(_directory, "blocked");
        Directory.CreateDirectory(Path.Combine(blocked, "child"));
        Assert.ThrowsAny<Exception>(() => Store(1).Save(blocked));
        Assert.Equal([FilePath], Directory.GetFiles(_directory));
    }

    [Fact]
    public void Other_floating_point_types_are_converted()
    {
        byte[] data = new byte[8 + 2 + 2];
        BinaryPrimitives.WriteDoubleLittleEndian(data, 1.5);
        BinaryPrimitives.WriteHalfLittleEndian(data.AsSpan(8), (Half)(-2.25f));
        BinaryPrimitives.WriteUInt16LittleEndian(data.AsSpan(10), 0x4049);
        Write("""{"a":{"dtype":"F64","shape":[1],"data_offsets":[0,8]},""" +
            """ "b":{"dtype":"F16","shape":[],"data_offsets":[8,10]},"c":{"dtype":"BF16","shape":[1,1],"data_offsets":[10,12]}}""", data);
        SafetensorsFile file = SafetensorsFile.Read(FilePath);
        Assert.Equal([1.5f], file.ReadSingles("a"));
        Assert.Equal([-2.25f], file.ReadSingles("b"));
        Assert.Equal([3.140625f], file.ReadSingles("c"));
        Assert.Throws<WeightFileException>(() => file.ReadIntegers("a"));
        Assert.Throws<WeightFileException>(() => file.ReadSingles("d"));
        Assert.Null(file.Find("d"));
    }

    [Fact]
    public void Integers_metadata_padding_and_empty_tensors_are_read()
    {
        byte[] data = new byte[12];
        BinaryPrimitives.WriteInt64LittleEndian(data, -7);
        BinaryPrimitives.WriteInt32LittleEndian(data.AsSpan(8), 9);
        Write("""{"__metadata__":{"k":"v"},"x":{"dtype":"I64","shape":[1],"data_offsets":[0,8]},"none":{"dtype":"F32","shape":[0,3],"data_offsets":[8,8]},""" +
            """ "y":{"dtype":"I32","shape":[1],"data_offsets":[8,12]}}      """, data);
        SafetensorsFile file = SafetensorsFile.Read(FilePath);
        Assert.Equal([-7], file.ReadIntegers("x"));
        Assert.Equal([9], file.ReadIntegers("y"));
        Assert.Empty(file.ReadSingles("none"));
        Assert.Equal("v", file.Metadata["k"]);
        Assert.Throws<WeightFileException>(() => file.ReadSingles("x"));
    }

    [Theory]
    [InlineData("I8", new byte[] { 0xFE }, -2)]
    [InlineData("U8", new byte[] { 0xFE }, 254)]
    [InlineData("I16", new byte[] { 0xFE, 0xFF }, -2)]
    [InlineData("U16", new byte[] { 0xFE, 0xFF }, 65_534)]
    [InlineData("I32", new byte[] { 0xFE, 0xFF, 0xFF, 0xFF }, -2)]
    [InlineData("U32", new byte[] { 0xFE, 0xFF, 0xFF, 0xFF }, 4_294_967_294)]
    public void Integers_keep_their_sign(string type, byte[] data, long value)
    {
        Write($$$"""{"x":{"dtype":"{{{type}}}","shape":[1],"data_offsets":[0,{{{data.Length}}}]}}""", data);
        Assert.Equal([value], SafetensorsFile.Read(FilePath).ReadIntegers("x"));
    }

    [Fact]
    public void Empty_tensors_may_stand_anywhere_in_the_header()
    {
        string[] entries =
        [
            """
            "full":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}
            """,
            .. Enumerable.Range(0, 40).Select(i => $$$"""
            "empty{{{i}}}":{"dtype":"F32","shape":[0],"data_offsets":[{{{4 * (i % 2)}}},{{{4 * (i % 2)}}}]}
            """),
        ];
        foreach (IEnumerable<string> order in (IEnumerable<string>[])[entries, entries.Reverse()])
        {
            Write($"{{{string.Join(",", order)}}}", new byte[4]);
            Assert.Equal(41, SafetensorsFile.Read(FilePath).Tensors.Count);
        }
    }

    [Theory]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "hole")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 8, "expected 4 bytes of data")]
    [InlineData("""{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,12]}}""", 8, "expected 12 bytes of data")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "overlap")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "twice")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"\u0061":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "twice")]
    [InlineData("""{"a":{"dtype":"F32","dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 8, "twice")]
    [InlineData("""{"__metadata__":{"a":"1","a":"2"}}""", 0, "twice")]
    [InlineData("""{"__metadata__":{"a":1}}""", 0, "expected String")]
    [InlineData("""{"__metadata__":[]}""", 0, "expected StartObject")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", 4, "expected 8 bytes")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}""", 8, "in order")]
    [InlineData("""{"a":{"dtype":"F4","shape":[3],"data_offsets":[0,2]}}""", 2, "whole number of bytes for F4 [3]")]
    [InlineData("""{"a":{"dtype":"F6_E2M3","shape":[4],"data_offsets":[0,4]}}""", 4, "expected 3 bytes for F6_E2M3 [4]")]
    [InlineData("""{"a":{"dtype":"F99","shape":[2],"data_offsets":[4,8]}}""", 8, "hole")]
    [InlineData("""{"a":{"dtype":"F99","shape":[2],"data_offsets":[8,0]}}""", 8, "in order")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-0],"data_offsets":[0,0]}}""", 0, "whole numbers")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}""", 8, "whole numbers")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2.5],"data_offsets":[0,8]}}""", 8, "whole numbers")]
    [InlineData("""{"a":{"dtype":"F32","shape":[9223372036854775807,9223372036854775807],"data_offsets":[0,8]}}""", 8, "64 bits")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8,8]}}""", 8, "two data_offsets")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2]}}""", 8, "two data_offsets")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"offsets":[0,8]}}""", 8, "two data_offsets")]
    [InlineData("""{"a":{"dtype":"F32","shape":[0],"data_offsets":[0,0],"more":[}}""", 0, "valid JSON")]
    [InlineData("""{"__metadata__":null,"__metadata__":null}""", 0, "twice")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}""", 8, "valid JSON")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}x""", 8, "valid JSON")]
    [InlineData("""[1]""", 0, "'{'")]
    [InlineData(""" {}""", 0, "'{'")]
    [InlineData("", 0, "'{'")]
    public void A_malformed_file_is_refused_and_the_model_stays(string header, int dataLength, string message)
    {
        Write(header, new byte[dataLength]);
        ParameterStore store = Store(1);
        int[] before = Bits(store);
        WeightFileException error = Assert.Throws<WeightFileException>(() => store.Load(FilePath));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Contains(FilePath, error.Message, StringComparison.Ordinal);
        Assert.Equal(before, Bits(store));
    }

    [Fact]
    public void A_file_cut_anywhere_is_refused()
    {
        Store(1).Save(FilePath);
        byte[] whole = File.ReadAllBytes(FilePath);
        for (int length = 0; length < whole.Length; length += 13)
        {
            File.WriteAllBytes(FilePath, whole[..length]);
            Assert.Throws<WeightFileException>(() => Store(1).Load(FilePath));
        }
    }

    [Theory]
    [InlineData(100_000_001UL)]
    [InlineData(ulong.MaxValue)]
    [InlineData(100UL)]
    public void A_header_longer_than_allowed_or_than_the_file_is_refused(ulong length)
    {
        byte[] bytes = new byte[16];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, length);
        File.WriteAllBytes(FilePath, bytes);
        Assert.Throws<WeightFileException>(() => SafetensorsFile.Read(FilePath));
    }

    [Fact]
    public void Text_that_is_not_UTF8_is_refused()
    {
        byte[] header = Encoding.Latin1.GetBytes("{\"\u00ff\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}}");
        byte[] bytes = new byte[8 + header.Length];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, (ulong)header.Length);
        header.CopyTo(bytes, 8);
        File.WriteAllBytes(FilePath, bytes);
        Assert.Throws<WeightFileException>(() => SafetensorsFile.Read(FilePath));
    }

    [Fact]
    public void A_file_that_does_not_fit_names_tensor_expected_and_found()
    {
        ParameterStore store = Store(1);
        int[] before = Bits(store);
        string Tensor(string name, int begin, params int[] shape) =>
            $$"""
            "{{name}}":{"dtype":"F32","shape":[{{string.Join(",", shape)}}],"data_offsets":[{{begin}},{{begin + 4 * shape.Aggregate(1, (a, b) => a * b)}}]}
            """;

        Write($"{{{Tensor("cell.bias_ih_l0", 0, 36)},{Tensor("cell.weight_ih_l0", 144, 3, 36)},{Tensor("embedding.weight", 576, 5, 7)}}}", new byte[716]);
        WeightFileException shape = Assert.Throws<WeightFileException>(() => store.Load(FilePath));
        Assert.Equal(("cell.weight_ih_l0", "shape [36, 3]", "shape [3, 36]"), (shape.Tensor, shape.Expected, shape.Found));

        Write($"{{{Tensor("cell.bias_ih_l0", 0, 36)},{Tensor("embedding.weight", 144, 5, 7)}}}", new byte[284]);
        Assert.Equal("cell.weight_ih_l0", Assert.Throws<WeightFileException>(() => store.Load(FilePath)).Tensor);

        Write(
            $"{{{Tensor("cell.bias_ih_l0", 0, 36)},{Tensor("cell.weight_ih_l0", 144, 36, 3)},{Tensor("embedding.weight", 576, 5, 7)},{Tensor("more", 716, 1)}}}",
            new byte[720]);
        Assert.Equal("more", Assert.Throws<WeightFileException>(() => store.Load(FilePath)).Tensor);
        Assert.Equal(before, Bits(store));
        Assert.Throws<FileNotFoundException>(() => store.Load(Path.Combine(_directory, "none")));
    }

    private static ParameterStore Store(ulong seed)
    {
        ParameterStore store = new(SmallModel.Layout);
        store.Initialize(seed);
        return store;
    }

    private static int[] Bits(ParameterStore store) => Array.ConvertAll(SmallModel.ReadAll(store), BitConverter.SingleToInt32Bits);

    private void Write(string header, byte[] data)
    {
        byte[] text = Encoding.UTF8.GetBytes(header);
        byte[] bytes = new byte[8 + text.Length + data.Length];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, (ulong)text.Length);
        text.CopyTo(bytes, 8);
        data.CopyTo(bytes, 8 + text.Length);
        File.WriteAllBytes(FilePath, bytes);
    }
}
