using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace RnnCompiler;

/// <summary>
/// The Euclidean norm of a gradient. Squares are summed in double, where those of floats neither overflow nor vanish, in 16 lanes (element i
/// belongs to lane i mod 16) that then become one in a tree: lane i and i + 8, then + 4, + 2, + 1. So the bits do not depend on the machine.
/// </summary>
internal static class GradientNorm
{
    private const int Lanes = 16;

    public static double Of(ReadOnlySpan<float> values)
    {
        Vector512<double> low = default;
        Vector512<double> high = default;
        int end = 0;
        if (Vector128.IsHardwareAccelerated)
        {
            foreach (ref readonly Vector512<float> block in MemoryMarshal.Cast<float, Vector512<float>>(values))
            {
                // The square of a float is exact in double, so it does not matter whether the machine fuses.
                Vector512<double> lower = Vector512.WidenLower(block);
                Vector512<double> upper = Vector512.WidenUpper(block);
                low += lower * lower;
                high += upper * upper;
                end += Lanes;
            }
        }

        Span<double> lanes = stackalloc double[Lanes];
        low.StoreUnsafe(ref lanes[0]);
        high.StoreUnsafe(ref lanes[Lanes / 2]);
        for (int i = end; i < values.Length; i++)
            lanes[i % Lanes] += (double)values[i] * values[i];

        return Math.Sqrt(Tree(lanes));
    }

    public static double Of(ReadOnlySpan<double> values)
    {
        double norm = Math.Sqrt(SumOfSquares(values, 1));
        if (norm is > 1e-140 and < 1e150 || double.IsNaN(norm))
            return norm;

        // Squares that overflow or vanish: once more, relative to the largest.
        double largest = 0;
        foreach (double value in values)
            largest = Math.Max(largest, Math.Abs(value));

        return largest == 0 || double.IsInfinity(largest) ? largest : largest * Math.Sqrt(SumOfSquares(values, largest));
    }

    private static double SumOfSquares(ReadOnlySpan<double> values, double unit)
    {
        Span<double> lanes = stackalloc double[Lanes];
        lanes.Clear();
        for (int i = 0; i < values.Length; i++)
        {
            double value = values[i] / unit;
            lanes[i % Lanes] += value * value;
        }

        return Tree(lanes);
    }

    private static double Tree(Span<double> lanes)
    {
        for (int half = Lanes / 2; half > 0; half /= 2)
        {
            for (int i = 0; i < half; i++)
                lanes[i] += lanes[i + half];
        }

        return lanes[0];
    }
}
