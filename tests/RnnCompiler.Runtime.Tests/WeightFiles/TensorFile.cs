using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using RnnCompiler.CompilerServices;

namespace RnnCompiler.Runtime.Tests;

/// <summary>Makes safetensors files byte by byte, and models that are nothing but parameters of given names and shapes.</summary>
internal static class TensorFile
{
    /// <summary>A file of a header and zeros.</summary>
    public static byte[] OfHeader(string header, int dataLength = 0) => OfHeader(header, new byte[dataLength]);

    public static byte[] OfHeader(string header, byte[] data)
    {
        byte[] text = Encoding.UTF8.GetBytes(header);
        byte[] length = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)text.Length);
        return [.. length, .. text, .. data];
    }

    /// <summary>A file of F32 tensors; the elements of all of them count up from 1. Each is written as <c>name 2x3</c>.</summary>
    public static byte[] OfTensors(string? declaration, params string[] tensors)
    {
        Dictionary<string, object> entries = new();
        if (declaration is not null)
            entries["__metadata__"] = new Dictionary<string, string> { [ModelWeights.DeclarationKey] = declaration };

        int position = 0;
        foreach ((string name, int[] shape) in tensors.Select(Parse))
        {
            int end = position + sizeof(float) * shape.Aggregate(1, (a, b) => a * b);
            entries[name] = new { dtype = "F32", shape, data_offsets = (int[])[position, end] };
            position = end;
        }

        float[] values = [.. Enumerable.Range(1, position / sizeof(float)).Select(i => (float)i)];
        return OfHeader(JsonSerializer.Serialize(entries), MemoryMarshal.AsBytes<float>(values).ToArray());
    }

    /// <summary>A model with parameters, each written as <c>name 2x3</c>.</summary>
    public static ParameterStore Model(string declaration, params string[] parameters)
    {
        List<ParameterLayout> layouts = [];
        int offset = 0;
        foreach ((string name, int[] shape) in parameters.Select(Parse))
        {
            int columns = shape.Length > 1 ? shape[1] : 1;
            layouts.Add(new ParameterLayout(name, shape, offset, ParameterInitialization.Uniform, 1, [new PackedSlice(0, shape[0], columns, offset, 16 * columns, columns, 1)]));
            offset += shape[0] * columns;
        }

        ParameterStore store = new(new ModelLayout(declaration, [.. layouts], offset));
        store.Initialize(1);
        return store;
    }

    private static (string Name, int[] Shape) Parse(string text) =>
        (text[..text.LastIndexOf(' ')], [.. text[(text.LastIndexOf(' ') + 1)..].Split('x').Select(int.Parse)]);
}
