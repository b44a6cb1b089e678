using System.Numerics;
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

    public static double Of<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(float) && Vector128.IsHardwareAccelerated)
        {
            return Math.Sqrt(SumOfSquares(MemoryMarshal.Cast<T, float>(values)));
        }

        double norm = Math.Sqrt(SumOfSquares(values, 1));
        if (norm is > 1e-140 and < 1e150 || double.IsNaN(norm))
        {
            return norm;
        }

        // Doubles whose squares overflow or vanish: once more, relative to the largest.
        double largest = 0;
        foreach (T value in values)
        {
            largest = Math.Max(largest, Math.Abs(double.CreateChecked(value)));
        }

        return largest == 0 || double.IsInfinity(largest) ? largest : largest * Math.Sqrt(SumOfSquares(values, largest));
    }

    private static double SumOfSquares(ReadOnlySpan<float> values)
    {
        Vector512<double> low = default;
        Vector512<double> high = default;
        ReadOnlySpan<Vector512<float>> blocks = MemoryMarshal.Cast<float, Vector512<float>>(values);
        foreach (ref readonly Vector512<float> block in blocks)
        {
            // The square of a float is exact in double, so it does not matter whether the machine fuses.
            (Vector512<double> lower, Vector512<double> upper) = Vector512.Widen(block);
            low += lower * lower;
            high += upper * upper;
        }

        Span<double> lanes = stackalloc double[Lanes];
        low.CopyTo(lanes);
        high.CopyTo(lanes[(Lanes / 2)..]);
        int start = blocks.Length * Lanes;
        for (int i = start; i < values.Length; i++)
        {
            lanes[i - start] += (double)values[i] * values[i];
        }

        return Tree(lanes);
    }

    private static double SumOfSquares<T>(ReadOnlySpan<T> values, double unit)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Span<double> lanes = stackalloc double[Lanes];
        lanes.Clear();
        for (int i = 0; i < values.Length; i++)
        {
            double value = double.CreateChecked(values[i]) / unit;
            lanes[i % Lanes] += value * value;
        }

        return Tree(lanes);
    }

    private static double Tree(Span<double> lanes)
    {
        for (int half = Lanes / 2; half > 0; half /= 2)
        {
            for (int i = 0; i < half; i++)
            {
                lanes[i] += lanes[i + half];
            }
        }

        return lanes[0];
    }
}
