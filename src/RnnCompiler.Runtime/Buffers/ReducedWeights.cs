using System.Numerics;
using System.Runtime.InteropServices;

namespace RnnCompiler.CompilerServices;

/// <summary>Rounds panels of weights into their reduced copies, lanes side by side; widths are multiples of any vector's.</summary>
internal static class ReducedWeights
{
    private const int GreatestWhole = 127;

    /// <summary>Renews the copy of a panel.</summary>
    /// <param name="panel">Where it lies.</param>
    /// <param name="parameters">The packed parameters.</param>
    /// <param name="reduced">All reduced weights.</param>
    public static void Round(in ReducedPanel panel, ReadOnlySpan<float> parameters, Span<float> reduced)
    {
        for (int block = 0; block < panel.Blocks; block++)
        {
            ReadOnlySpan<float> source = parameters.Slice(panel.Source + block * panel.Columns * panel.Width, panel.Columns * panel.Width);
            Span<float> words = reduced.Slice(panel.Offset + block * panel.Words * panel.Width, panel.Words * panel.Width);
            if (panel.Format == WeightFormat.BFloat16)
            {
                RoundToBFloat16(source, words, panel.Width);
            }
            else
            {
                int scales = panel.Offset + panel.Blocks * panel.Words * panel.Width;
                RoundToInt8(source, words, reduced.Slice(scales + block * panel.Width, panel.Width));
            }
        }
    }

    /// <summary>Two columns to a word: the even one below, the odd one above.</summary>
    private static void RoundToBFloat16(ReadOnlySpan<float> source, Span<float> words, int width)
    {
        for (int lane = 0; lane < words.Length; lane += Vector<uint>.Count)
        {
            int even = lane / width * 2 * width + lane % width;
            Vector<uint> word = UpperHalf(Load(source, even)) >>> 16;
            if (even + width < source.Length)
            {
                word |= UpperHalf(Load(source, even + width)) & new Vector<uint>(0xFFFF0000u);
            }

            Store(Vector.AsVectorSingle(word), words, lane);
        }
    }

    /// <summary>The float rounded to nearest, ties to even, in the upper 16 bits; below them anything. NaN stays NaN.</summary>
    private static Vector<uint> UpperHalf(Vector<float> value)
    {
        Vector<uint> bits = Vector.AsVectorUInt32(value);
        Vector<uint> rounded = bits + new Vector<uint>(0x7FFF) + ((bits >>> 16) & Vector<uint>.One);
        return Vector.ConditionalSelect(Vector.AsVectorUInt32(Vector.Equals(value, value)), rounded, bits | new Vector<uint>(0x00400000));
    }

    /// <summary>Four columns to a word, the first in the lowest byte, each the nearest whole number of scales.</summary>
    private static void RoundToInt8(ReadOnlySpan<float> source, Span<float> words, Span<float> scales)
    {
        int width = scales.Length;
        words.Clear();
        for (int lane = 0; lane < width; lane += Vector<float>.Count)
        {
            Vector<float> greatest = Vector<float>.Zero;
            for (int at = lane; at < source.Length; at += width)
            {
                greatest = Vector.Max(greatest, Vector.Abs(Load(source, at)));
            }

            // The difference is 0, but NaN where the row holds an infinity: what such a row gives is then NaN whatever it multiplies.
            Vector<float> scale = greatest / new Vector<float>(GreatestWhole) + (greatest - greatest);
            Store(scale, scales, lane);
            for (int column = 0; column * width < source.Length; column++)
            {
                int word = column / 4 * width + lane;
                Vector<int> bits = (Whole(Load(source, column * width + lane) / scale) & new Vector<int>(0xFF)) << column % 4 * 8;
                Store(Vector.AsVectorSingle(Vector.AsVectorInt32(Load(words, word)) | bits), words, word);
            }
        }
    }

    /// <summary>The nearest whole number within ±127, ties to even; 0 for NaN, of which a row of zeros makes some.</summary>
    private static Vector<int> Whole(Vector<float> value)
    {
        Vector<float> number = Vector.ConditionalSelect(Vector.Equals(value, value), value, Vector<float>.Zero);
        number = Vector.Min(Vector.Max(number, new Vector<float>(-GreatestWhole)), new Vector<float>(GreatestWhole));
        return Vector.ConvertToInt32(Vector.Round(number));
    }

    private static Vector<float> Load(ReadOnlySpan<float> source, int index) =>
        Vector.LoadUnsafe(ref MemoryMarshal.GetReference(source.Slice(index, Vector<float>.Count)));

    private static void Store(Vector<float> value, Span<float> destination, int index) =>
        Vector.StoreUnsafe(value, ref MemoryMarshal.GetReference(destination.Slice(index, Vector<float>.Count)));
}
