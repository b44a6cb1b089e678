using RnnCompiler.Compiler.Scheduling;
using RnnCompiler.Interpreter.Models;

namespace RnnCompiler.Interpreter.Kernels;

/// <summary>Rounds planned panels, weight by weight. Padding that is NaN stays so: as a bfloat16, or as the scale of its row.</summary>
internal static class ReducedPanels
{
    private const uint NaNHalf = 0x7FC0;

    /// <summary>Renews the copy of a panel.</summary>
    public static void Round(ReducedPanelPlacement panel, float[] parameters, float[] reduced)
    {
        for (int row = 0; row < panel.Blocks * panel.Width; row++)
        {
            (int block, int lane) = Math.DivRem(row, panel.Width);
            float[] weights = [.. Enumerable.Range(0, panel.Columns).Select(k => parameters[panel.Source + (((block * panel.Columns) + k) * panel.Width) + lane])];
            float scale = WeightRounding.Scale(weights.Max(MathF.Abs));
            if (weights.Any(float.IsNaN))
                scale = float.NaN;
            if (panel.Format == WeightFormat.Int8)
                reduced[panel.Scales + row] = scale;
            for (int word = 0; word * panel.PerWord < panel.Columns; word++)
            {
                uint bits = 0;
                for (int part = panel.PerWord - 1; part >= 0; part--)
                {
                    int column = (word * panel.PerWord) + part;
                    bits = (bits << (32 / panel.PerWord)) | Bits(panel.Format, column < panel.Columns ? weights[column] : float.NaN, scale);
                }

                reduced[panel.Offset + (block * panel.BlockStride) + (word * panel.Width) + lane] = BitConverter.UInt32BitsToSingle(bits);
            }
        }
    }

    private static uint Bits(WeightFormat format, float weight, float scale) => format == WeightFormat.Int8
        ? (uint)WeightRounding.Whole(weight, scale) & 0xFF
        : float.IsNaN(weight) ? NaNHalf : BitConverter.SingleToUInt32Bits(WeightRounding.ToBFloat16(weight)) >> 16;
}
