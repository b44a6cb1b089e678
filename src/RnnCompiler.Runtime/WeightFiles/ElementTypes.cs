using System.Buffers.Binary;

namespace RnnCompiler;

/// <summary>The dtypes of safetensors files: their sizes and, for floating point, their values.</summary>
internal static class ElementTypes
{
    public const string Single = "F32";

    /// <summary>Bytes of an element; 0 for a dtype that is not known.</summary>
    public static int Size(string type) => type switch
    {
        "BOOL" or "U8" or "I8" or "F8_E5M2" or "F8_E4M3" or "F8_E8M0" => 1,
        "U16" or "I16" or "F16" or "BF16" => 2,
        "U32" or "I32" or Single => 4,
        "U64" or "I64" or "F64" or "C64" => 8,
        _ => 0,
    };

    /// <summary>Whether <see cref="ToSingle"/> reads the dtype.</summary>
    public static bool IsFloatingPoint(string type) => type is Single or "F64" or "F16" or "BF16";

    /// <summary>Whether <see cref="ToInt64"/> reads the dtype.</summary>
    public static bool IsInteger(string type) => type is "I64" or "I32" or "I16" or "I8" or "U32" or "U16" or "U8";

    public static void ToSingle(string type, ReadOnlySpan<byte> bytes, Span<float> values)
    {
        int size = Size(type);
        for (int i = 0; i < values.Length; i++)
        {
            ReadOnlySpan<byte> element = bytes.Slice(i * size, size);
            values[i] = type switch
            {
                Single => BinaryPrimitives.ReadSingleLittleEndian(element),
                "F64" => (float)BinaryPrimitives.ReadDoubleLittleEndian(element),
                "F16" => (float)BinaryPrimitives.ReadHalfLittleEndian(element),

                // The upper half of a float.
                _ => BitConverter.Int32BitsToSingle(BinaryPrimitives.ReadUInt16LittleEndian(element) << 16),
            };
        }
    }

    public static void ToInt64(string type, ReadOnlySpan<byte> bytes, Span<long> values)
    {
        int size = Size(type);
        for (int i = 0; i < values.Length; i++)
        {
            ReadOnlySpan<byte> element = bytes.Slice(i * size, size);
            values[i] = type switch
            {
                "I64" => BinaryPrimitives.ReadInt64LittleEndian(element),
                "I32" => BinaryPrimitives.ReadInt32LittleEndian(element),
                "I16" => BinaryPrimitives.ReadInt16LittleEndian(element),
                "U32" => BinaryPrimitives.ReadUInt32LittleEndian(element),
                "U16" => BinaryPrimitives.ReadUInt16LittleEndian(element),
                "I8" => (sbyte)element[0],
                _ => element[0],
            };
        }
    }
}
