using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace RnnCompiler;

/// <summary>The dtypes of safetensors files: their sizes and, for those that are read, their values.</summary>
internal static class ElementTypes
{
    public const string Single = "F32";
    public const string Double = "F64";

    /// <summary>Bits of an element; 0 for a dtype that is not known.</summary>
    public static int Bits(string type) => type switch
    {
        "F4" => 4,
        "F6_E2M3" or "F6_E3M2" => 6,
        "BOOL" or "U8" or "I8" or "F8_E5M2" or "F8_E4M3" or "F8_E8M0" or "F8_E4M3FNUZ" or "F8_E5M2FNUZ" => 8,
        "U16" or "I16" or "F16" or "BF16" => 16,
        "U32" or "I32" or Single => 32,
        "U64" or "I64" or Double or "C64" => 64,
        _ => 0,
    };

    /// <summary>Whether <see cref="Read"/> reads the dtype.</summary>
    public static bool IsFloatingPoint(string type) => type is Single or Double or "F16" or "BF16";

    /// <summary>Whether <see cref="ToInt64"/> reads the dtype.</summary>
    public static bool IsInteger(string type) => type is "I64" or "I32" or "I16" or "I8" or "U32" or "U16" or "U8";

    /// <summary>The dtype that a tensor of such numbers is written as.</summary>
    public static string Of<T>() => typeof(T) == typeof(double) ? Double : Single;

    /// <summary>Reads floating point numbers; float as float and double as double to the bit.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    public static void Read<T>(string type, ReadOnlySpan<byte> bytes, Span<T> values)
        where T : unmanaged
    {
        if (typeof(T) == typeof(float))
            ToSingle(type, bytes, MemoryMarshal.Cast<T, float>(values));
        else
            ToDouble(type, bytes, MemoryMarshal.Cast<T, double>(values));
    }

    /// <summary>Writes float as F32 or double as F64.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    public static void Write<T>(ReadOnlySpan<T> values, Span<byte> bytes)
        where T : unmanaged
    {
        if (typeof(T) == typeof(float))
        {
            ReadOnlySpan<float> numbers = MemoryMarshal.Cast<T, float>(values);
            for (int i = 0; i < numbers.Length; i++)
                BinaryPrimitives.WriteSingleLittleEndian(bytes[(i * sizeof(float))..], numbers[i]);
        }
        else
        {
            ReadOnlySpan<double> numbers = MemoryMarshal.Cast<T, double>(values);
            for (int i = 0; i < numbers.Length; i++)
                BinaryPrimitives.WriteDoubleLittleEndian(bytes[(i * sizeof(double))..], numbers[i]);
        }
    }

    public static void ToInt64(string type, ReadOnlySpan<byte> bytes, Span<long> values)
    {
        int size = Bits(type) / 8;
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

    private static void ToSingle(string type, ReadOnlySpan<byte> bytes, Span<float> values)
    {
        switch (type)
        {
            case Single:
                for (int i = 0; i < values.Length; i++)
                    values[i] = BinaryPrimitives.ReadSingleLittleEndian(bytes[(i * sizeof(float))..]);

                break;
            case Double:
                for (int i = 0; i < values.Length; i++)
                    values[i] = (float)BinaryPrimitives.ReadDoubleLittleEndian(bytes[(i * sizeof(double))..]);

                break;
            case "F16":
                for (int i = 0; i < values.Length; i++)
                    values[i] = (float)BinaryPrimitives.ReadHalfLittleEndian(bytes[(i * sizeof(ushort))..]);

                break;
            default:
                for (int i = 0; i < values.Length; i++)
                {
                    // BF16 is the upper half of a float.
                    values[i] = BitConverter.Int32BitsToSingle(BinaryPrimitives.ReadUInt16LittleEndian(bytes[(i * sizeof(ushort))..]) << 16);
                }

                break;
        }
    }

    private static void ToDouble(string type, ReadOnlySpan<byte> bytes, Span<double> values)
    {
        if (type == Double)
        {
            for (int i = 0; i < values.Length; i++)
                values[i] = BinaryPrimitives.ReadDoubleLittleEndian(bytes[(i * sizeof(double))..]);

            return;
        }

        // Each of the others is a float exactly.
        float[] singles = new float[values.Length];
        ToSingle(type, bytes, singles);
        for (int i = 0; i < values.Length; i++)
            values[i] = singles[i];
    }
}
