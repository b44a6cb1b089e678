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
            Span<float> scales = panel.Format == WeightFormat.Int8 ? reduced.Slice(panel.Scales + block * panel.Width, panel.Width) : [];
            if (panel.Format == WeightFormat.BFloat16)
                RoundToBFloat16(source, words, panel.Width);
            else if (panel.IntegerProducts)
                RoundToIntegers(source, words, scales, MemoryMarshal.Cast<float, int>(reduced.Slice(panel.Starts + block * panel.Width, panel.Width)));
            else
                RoundToInt8(source, MemoryMarshal.Cast<float, sbyte>(words), scales);
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
                bytes[at + lane] = Whole(source[at + lane], scales[lane]);
        }
    }

    /// <summary>
    /// Rounds to int8 with scales such that two neighbours of one sign add to at most 128 in magnitude, four columns in each word. A sum starts at −128 times those of its row.
    /// </summary>
    private static void RoundToIntegers(ReadOnlySpan<float> source, Span<float> words, Span<float> scales, Span<int> starts)
    {
        int width = scales.Length, columns = source.Length / width;
        scales.Clear();
        starts.Clear();
        words.Clear();
        for (int k = 0; k < columns; k += 2)
        {
            for (int lane = 0; lane < width; lane++)
                scales[lane] = MathF.Max(scales[lane], PairScale(source[k * width + lane], k + 1 < columns ? source[(k + 1) * width + lane] : 0));
        }

        foreach (ref float scale in scales)
            scale += scale - scale; // NaN for an infinity

        Span<sbyte> bytes = MemoryMarshal.Cast<float, sbyte>(words);
        for (int k = 0; k < columns; k++)
        {
            for (int lane = 0; lane < width; lane++)
            {
                sbyte whole = Whole(source[k * width + lane], scales[lane]);
                bytes[(k / 4 * width + lane) * 4 + k % 4] = whole;
                starts[lane] -= 128 * whole;
            }
        }
    }

    /// <summary>The scale that two neighbours need: their sum is divided term by term, so that it does not overflow.</summary>
    private static float PairScale(float a, float b)
    {
        float first = MathF.Abs(a) / GreatestWhole, second = MathF.Abs(b) / GreatestWhole;
        return a < 0 == b < 0 ? first + second : MathF.Max(first, second);
    }

    private static sbyte Whole(float weight, float scale) =>
        scale > 0 ? (sbyte)Math.Clamp(MathF.Round(weight / scale), -GreatestWhole, GreatestWhole) : (sbyte)0;

    private static Vector<float> Load(ReadOnlySpan<float> source, int index) =>
        Vector.LoadUnsafe(ref MemoryMarshal.GetReference(source.Slice(index, Vector<float>.Count)));

    private static void Store(Vector<float> value, Span<float> destination, int index) =>
        Vector.StoreUnsafe(value, ref MemoryMarshal.GetReference(destination.Slice(index, Vector<float>.Count)));
}
