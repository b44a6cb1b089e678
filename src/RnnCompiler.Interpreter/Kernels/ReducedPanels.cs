using System.Runtime.InteropServices;
using RnnCompiler.Compiler.Packing;
using RnnCompiler.Interpreter.Functions;
using RnnCompiler.Interpreter.Models;

namespace RnnCompiler.Interpreter.Kernels;

/// <summary>Rounds planned panels, weight by weight. Padding that is NaN stays so.</summary>
internal static class ReducedPanels
{
    private const uint NaNHalf = 0x7FC0;

    /// <summary>Renews the copy of a panel.</summary>
    public static void Round(ReducedPanelPlacement panel, float[] parameters, float[] reduced, float[] bytes)
    {
        for (int row = 0; row < panel.Blocks * panel.Width; row++)
        {
            (int block, int lane) = Math.DivRem(row, panel.Width);
            float[] weights = [.. Enumerable.Range(0, panel.Columns).Select(k => parameters[panel.Source + (((block * panel.Columns) + k) * panel.Width) + lane])];
            int first = (block * panel.BlockStride) + lane;
            if (panel.IntegerProducts)
                (reduced[panel.Scales + row], reduced[panel.Starts + row]) = ToWords(weights, reduced.AsSpan(panel.Offset + first), panel.Width);
            else if (panel.Format == WeightFormat.Int8)
                ToBytes(weights, bytes.AsSpan((sizeof(float) * panel.Offset) + first), panel.Width, out reduced[panel.Scales + row]);
            else
                ToHalves(weights, reduced.AsSpan(panel.Offset + first), panel.Width);
        }
    }

    /// <summary>Writes the bytes of a vector, four in each word, and its scale behind them.</summary>
    public static void Quantize(ReadOnlySpan<float> vector, Span<float> words)
    {
        (int[] integers, float scale) = IntegerRounding.Vector(vector);
        Span<byte> bytes = MemoryMarshal.AsBytes(words);
        int count = (vector.Length + 3) / 4;
        for (int k = 0; k < 4 * count; k++)
            bytes[k] = (byte)(IntegerArithmetic.Bias + (k < vector.Length ? integers[k] : 0));
        words[count] = scale;
    }

    private static (float Scale, float Start) ToWords(float[] weights, Span<float> words, int stride)
    {
        (int[] integers, float scale) = weights.Any(float.IsNaN) ? (new int[weights.Length], float.NaN) : IntegerRounding.Row(weights);
        for (int k = 0; k < weights.Length; k += 4)
        {
            Span<byte> word = MemoryMarshal.AsBytes(words.Slice(k / 4 * stride, 1));
            for (int i = 0; i < 4; i++)
                word[i] = (byte)(sbyte)(k + i < weights.Length ? integers[k + i] : 0);
        }

        return (scale, BitConverter.Int32BitsToSingle(-IntegerArithmetic.Bias * integers.Sum()));
    }

    private static void ToHalves(float[] weights, Span<float> words, int stride)
    {
        for (int k = 0; k < weights.Length; k += 2)
        {
            uint upper = k + 1 < weights.Length ? Half(weights[k + 1]) : NaNHalf;
            words[k / 2 * stride] = BitConverter.UInt32BitsToSingle((upper << 16) | Half(weights[k]));
        }
    }

    private static uint Half(float weight) => float.IsNaN(weight) ? NaNHalf : BitConverter.SingleToUInt32Bits(WeightRounding.ToBFloat16(weight)) >> 16;

    private static void ToBytes(float[] weights, Span<float> bytes, int stride, out float scale)
    {
        scale = weights.Any(float.IsNaN) ? float.NaN : IntegerRounding.Scale(weights.Max(MathF.Abs));
        for (int k = 0; k < weights.Length; k++)
            bytes[k * stride] = float.IsNaN(weights[k]) ? float.NaN : IntegerRounding.Whole(weights[k], scale);
    }
}
