using System.Numerics;
using System.Runtime.InteropServices;

namespace RnnCompiler.CompilerServices;

/// <summary>Rounds panels of weights into their copies of reduced precision, lanes side by side. Widths are multiples of any vector width.</summary>
internal static class ReducedWeights
{
    private const float GreatestWhole = 127;

    /// <summary>Rounds a panel into its copy.</summary>
    /// <param name="panel">The panel.</param>
    /// <param name="parameters">The packed parameters.</param>
    /// <param name="reduced">All weights of reduced precision.</param>
    public static void Round(in ReducedPanel panel, ReadOnlySpan<float> parameters, Span<float> reduced)
    {
        for (int block = 0; block < panel.Blocks; block++)
        {
            ReadOnlySpan<float> source = parameters.Slice(panel.Source + block * panel.BlockLength, panel.BlockLength);
            Span<float> words = reduced.Slice(panel.Offset + block * panel.BlockWords, panel.BlockWords);
            if (panel.Format == WeightFormat.BFloat16)
                RoundToBFloat16(source, words, panel.Width);
            else
                RoundToInt8(source, MemoryMarshal.Cast<float, sbyte>(words), reduced.Slice(panel.Scales + block * panel.Width, panel.Width));
        }
    }

    /// <summary>Writes two columns into each word: the even one into the lower half, the odd one into the upper half.</summary>
    private static void RoundToBFloat16(ReadOnlySpan<float> source, Span<float> words, int width)
    {
        for (int lane = 0; lane < words.Length; lane += Vector<uint>.Count)
        {
            int even = lane / width * 2 * width + lane % width;
            Vector<uint> word = UpperHalf(Load(source, even)) >>> 16;
            if (even + width < source.Length)
                word |= UpperHalf(Load(source, even + width)) & new Vector<uint>(0xFFFF0000u);

            Store(Vector.AsVectorSingle(word), words, lane);
        }
    }

    /// <summary>Rounds a float to nearest, ties to even, into the upper 16 bits; the lower bits are undefined. NaN stays NaN.</summary>
    private static Vector<uint> UpperHalf(Vector<float> value)
    {
        Vector<uint> bits = Vector.AsVectorUInt32(value);
        Vector<uint> rounded = bits + new Vector<uint>(0x7FFF) + ((bits >>> 16) & Vector<uint>.One);
        return Vector.ConditionalSelect(Vector.AsVectorUInt32(Vector.Equals(value, value)), rounded, bits | new Vector<uint>(0x00400000));
    }

    /// <summary>The nearest whole number of scales within ±127, ties to even; 0 in a row of zeros.</summary>
    private static void RoundToInt8(ReadOnlySpan<float> source, Span<sbyte> bytes, Span<float> scales)
    {
        scales.Clear();
        for (int at = 0; at < source.Length; at += Vector<float>.Count)
        {
            int lane = at % scales.Length;
            Store(Vector.Max(Load(scales, lane), Vector.Abs(Load(source, at))), scales, lane);
        }

        foreach (ref float scale in scales)
        {
            // The difference is 0, or NaN if the row contains an infinity: each product with such a row is then NaN.
            scale = scale / GreatestWhole + (scale - scale);
        }

        for (int at = 0; at < source.Length; at += scales.Length)
        {
            for (int lane = 0; lane < scales.Length; lane++)
            {
                float number = MathF.Round(source[at + lane] / scales[lane]);
                bytes[at + lane] = scales[lane] > 0 ? (sbyte)Math.Clamp(number, -GreatestWhole, GreatestWhole) : (sbyte)0;
            }
        }
    }

    private static Vector<float> Load(ReadOnlySpan<float> source, int index) =>
        Vector.LoadUnsafe(ref MemoryMarshal.GetReference(source.Slice(index, Vector<float>.Count)));

    private static void Store(Vector<float> value, Span<float> destination, int index) =>
        Vector.StoreUnsafe(value, ref MemoryMarshal.GetReference(destination.Slice(index, Vector<float>.Count)));
}
