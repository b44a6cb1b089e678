using System.Text.Json;
using System.Text.Unicode;

namespace RnnCompiler;

/// <summary>
/// The header of a safetensors file, read with every check of the format: no duplicate names, sizes that agree with the shapes, and data that
/// is covered without holes or overlaps. What the reference reader passes over is passed over: fields that are not known, metadata that is null.
/// A dtype that is not known is no fault either, since the tensor may not be wanted; its size cannot be checked.
/// </summary>
internal sealed class SafetensorsHeader
{
    public const int MaxLength = 100_000_000;
    public const string MetadataName = "__metadata__";

    private const int MaxDepth = 128;

    private readonly string _path;

    private SafetensorsHeader(string path) => _path = path;

    /// <summary>The tensors in the order of their data.</summary>
    public List<SafetensorsTensor> Tensors { get; } = [];

    public Dictionary<string, string> Metadata { get; } = new(StringComparer.Ordinal);

    /// <summary>Bytes of the data.</summary>
    public long DataLength { get; private set; }

    /// <summary>Reads a header.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="json">The header's bytes.</param>
    /// <param name="dataLength">Bytes of the file after the header; null if that is not known.</param>
    /// <exception cref="WeightFileException">The header is malformed.</exception>
    public static SafetensorsHeader Parse(string path, ReadOnlySpan<byte> json, long? dataLength)
    {
        SafetensorsHeader header = new(path);
        if (json.IsEmpty || json[0] != (byte)'{')
            throw header.Error("expected a header that starts with '{', found another byte");

        // The JSON reader checks only the text that it returns.
        if (!Utf8.IsValid(json))
            throw header.Error("expected a header in UTF-8, found other bytes");

        try
        {
            header.ReadTensors(json);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            // InvalidOperationException is what the reader throws for escapes that are no text and for values of another kind.
            throw new WeightFileException($"{path}: expected a header of valid JSON, found: {e.Message}", e);
        }

        header.CheckCoverage(dataLength);
        return header;
    }

    private void ReadTensors(ReadOnlySpan<byte> json)
    {
        Utf8JsonReader reader = new(json, new JsonReaderOptions { MaxDepth = MaxDepth });
        HashSet<string> names = new(StringComparer.Ordinal);
        reader.Read();
        while (NextName(ref reader, names, "the header") is { } name)
        {
            if (name == MetadataName)
                ReadMetadata(ref reader);
            else
                ReadTensor(ref reader, name);
        }

        // The reader throws if anything except white space follows the object.
        reader.Read();
    }

    private void ReadMetadata(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null)
            return;

        Is(ref reader, JsonTokenType.StartObject, MetadataName);
        HashSet<string> names = new(StringComparer.Ordinal);
        while (NextName(ref reader, names, MetadataName) is { } key)
        {
            Expect(ref reader, JsonTokenType.String, $"{MetadataName}.{key}");
            Metadata.Add(key, reader.GetString()!);
        }
    }

    private void ReadTensor(ref Utf8JsonReader reader, string name)
    {
        Expect(ref reader, JsonTokenType.StartObject, name);
        string? type = null;
        List<long>? shape = null;
        List<long>? offsets = null;
        HashSet<string> names = new(StringComparer.Ordinal);
        while (NextName(ref reader, names, name) is { } field)
        {
            switch (field)
            {
                case "dtype":
                    Expect(ref reader, JsonTokenType.String, name);
                    type = reader.GetString()!;
                    break;
                case "shape":
                    shape = ReadNumbers(ref reader, name);
                    break;
                case "data_offsets":
                    offsets = ReadNumbers(ref reader, name);
                    break;
                default:
                    reader.Read();
                    reader.Skip();
                    break;
            }
        }

        if (type is null || shape is null || offsets is not [long begin, long end])
            throw new WeightFileException(_path, name, "dtype, shape and two data_offsets", "fewer or more");

        CheckSize(name, type, shape, begin, end);
        Tensors.Add(new SafetensorsTensor(name, type, shape.AsReadOnly(), begin, end));
    }

    private List<long> ReadNumbers(ref Utf8JsonReader reader, string name)
    {
        Expect(ref reader, JsonTokenType.StartArray, name);
        List<long> numbers = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.Number || reader.ValueSpan[0] == (byte)'-' || !reader.TryGetInt64(out long number))
                throw new WeightFileException(_path, name, "whole numbers from 0 in shape and data_offsets", "something else");

            numbers.Add(number);
        }

        return numbers;
    }

    private void CheckSize(string name, string type, List<long> shape, long begin, long end)
    {
        UInt128 elements = 1;
        foreach (long axis in shape)
        {
            elements *= (UInt128)axis;
            if (elements > long.MaxValue)
                throw new WeightFileException(_path, name, "a shape whose size fits in 64 bits", Shapes.Format(shape));
        }

        if (end < begin)
            throw new WeightFileException(_path, name, "data_offsets in order", $"data_offsets [{begin}, {end}]");

        int bitsOfElement = ElementTypes.Bits(type);
        if (bitsOfElement == 0)
            return;

        UInt128 bits = elements * (UInt128)bitsOfElement;
        if (bits % 8 != 0)
            throw new WeightFileException(_path, name, $"a whole number of bytes for {type} {Shapes.Format(shape)}", $"{bits} bits");

        if ((UInt128)(end - begin) != bits / 8)
            throw new WeightFileException(_path, name, $"{bits / 8} bytes for {type} {Shapes.Format(shape)}", $"data_offsets [{begin}, {end}]");
    }

    private void CheckCoverage(long? dataLength)
    {
        Tensors.Sort((a, b) => a.Begin != b.Begin ? a.Begin.CompareTo(b.Begin) : a.End.CompareTo(b.End));
        long position = 0;
        foreach (SafetensorsTensor tensor in Tensors)
        {
            if (tensor.Begin != position)
            {
                string fault = tensor.Begin > position ? "a hole before it" : "an overlap with another tensor";
                throw new WeightFileException(_path, tensor.Name, $"data that begins at {position}", $"{tensor.Begin}, which leaves {fault}");
            }

            position = tensor.End;
        }

        if (dataLength is { } length && position != length)
            throw Error($"expected {position} bytes of data, as the header says, found {length}");

        DataLength = position;
    }

    // Moves to the next property; null at the end of the object.
    private string? NextName(ref Utf8JsonReader reader, HashSet<string> names, string of)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.EndObject)
            return null;

        string name = reader.GetString()!;
        return names.Add(name) ? name : throw Error($"expected each name once in {of}, found '{name}' twice");
    }

    private void Expect(ref Utf8JsonReader reader, JsonTokenType type, string of)
    {
        reader.Read();
        Is(ref reader, type, of);
    }

    private void Is(ref Utf8JsonReader reader, JsonTokenType type, string of)
    {
        if (reader.TokenType != type)
            throw Error($"expected {type} at '{of}', found {reader.TokenType}");
    }

    private WeightFileException Error(string message) => new($"{_path}: {message}.");
}
