using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace RnnCompiler.CompilerServices;

/// <summary>Rounds vectors to bytes, as integer products read them. The bits of the result do not depend on the vector width.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class QuantizedFloats
{
    private const uint Infinity = 0x7F800000;
    private const float Greatest = 127;

    /// <summary>2⁻¹²⁰: vectors of smaller magnitude count as 0, since the reciprocal may be infinite.</summary>
    private const float Least = 7.523164e-37f;

    /// <summary>1.5 · 2²³ + 128: adding it rounds a small number to the nearest integer, ties to even, and leaves that integer + 128 in the lowest byte.</summary>
    private const float Rounding = 12_583_040f;

    /// <summary>
    /// Rounds v to the byte q + 128 with q = v · 127 / M to the nearest integer, where M is the greatest |v| of the vector. Four bytes are in a word; those beyond the last
    /// float are 128, which stands for 0. The scale M / 127 follows the words: it is NaN if the vector has a NaN or an infinity.
    /// </summary>
    /// <param name="source">The first float.</param>
    /// <param name="target">The first word.</param>
    /// <param name="count">The number of floats, at least 1.</param>
    public static void Round(ref float source, ref float target, int count)
    {
        float greatest = GreatestMagnitude(ref source, count);
        bool isZero = greatest < Least;
        ref byte bytes = ref Unsafe.As<float, byte>(ref target);
        int words = (count + sizeof(float) - 1) / sizeof(float);
        Unsafe.Add(ref target, words - 1) = BitConverter.UInt32BitsToSingle(0x80808080);
        Round(ref source, ref bytes, count, isZero || !float.IsFinite(greatest) ? 0 : Greatest / greatest);
        Unsafe.Add(ref target, words) = isZero ? 0 : greatest / Greatest + (greatest - greatest);
    }

    /// <summary>The greatest magnitude; an infinity or NaN if there is one. The bits of magnitudes are in their order, and those of NaN above.</summary>
    private static float GreatestMagnitude(ref float source, int count)
    {
        uint greatest = 0;
        int at = 0;
        if (Vector512.IsHardwareAccelerated)
        {
            Vector512<uint> greatest512 = Vector512<uint>.Zero;
            for (; at <= count - Vector512<float>.Count; at += Vector512<float>.Count)
                greatest512 = Vector512.Max(greatest512, Vector512.LoadUnsafe(ref source, (nuint)at).AsUInt32() & Vector512.Create(~0u >> 1));

            Vector256<uint> half = Vector256.Max(greatest512.GetLower(), greatest512.GetUpper());
            greatest = Greatest4(Vector128.Max(half.GetLower(), half.GetUpper()));
        }

        Vector128<uint> greatest128 = Vector128<uint>.Zero;
        for (; at <= count - Vector128<float>.Count; at += Vector128<float>.Count)
            greatest128 = Vector128.Max(greatest128, Vector128.LoadUnsafe(ref source, (nuint)at).AsUInt32() & Vector128.Create(~0u >> 1));

        greatest = Math.Max(greatest, Greatest4(greatest128));
        for (; at < count; at++)
            greatest = Math.Max(greatest, BitConverter.SingleToUInt32Bits(Unsafe.Add(ref source, at)) & (~0u >> 1));

        return greatest > Infinity ? float.NaN : BitConverter.UInt32BitsToSingle(greatest);
    }

    private static uint Greatest4(Vector128<uint> vector) =>
        Math.Max(Math.Max(vector.GetElement(0), vector.GetElement(1)), Math.Max(vector.GetElement(2), vector.GetElement(3)));

    private static void Round(ref float source, ref byte bytes, int count, float factor)
    {
        int at = 0;
        if (Avx512F.IsSupported)
        {
            for (; at <= count - Vector512<float>.Count; at += Vector512<float>.Count)
            {
                Vector512<float> rounded = Vector512.LoadUnsafe(ref source, (nuint)at) * factor + Vector512.Create(Rounding);
                Avx512F.ConvertToVector128Byte(rounded.AsUInt32()).StoreUnsafe(ref bytes, (nuint)at);
            }
        }

        for (; at <= count - Vector128<float>.Count; at += Vector128<float>.Count)
        {
            Vector128<uint> rounded = (Vector128.LoadUnsafe(ref source, (nuint)at) * factor + Vector128.Create(Rounding)).AsUInt32() & Vector128.Create(0xFFu);
            Vector128<ushort> narrow = Vector128.Narrow(rounded, rounded);
            Unsafe.WriteUnaligned(ref Unsafe.Add(ref bytes, at), Vector128.Narrow(narrow, narrow).AsUInt32().ToScalar());
        }

        for (; at < count; at++)
            Unsafe.Add(ref bytes, at) = (byte)BitConverter.SingleToUInt32Bits(Unsafe.Add(ref source, at) * factor + Rounding);
    }
}
