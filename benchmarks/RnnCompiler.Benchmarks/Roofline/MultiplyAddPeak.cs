using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using RnnCompiler.Benchmarks.Engines;

namespace RnnCompiler.Benchmarks.Roofline;

/// <summary>Multiply-adds in registers, twelve independent chains: as many floating-point operations as a core can do.</summary>
internal sealed class MultiplyAddPeak : Engine
{
    private const int Chains = 12;
    private const int Turns = 2000;
    private float _sum;

    /// <summary>Floating-point operations of a call.</summary>
    public static double Operations => 2.0 * Chains * Turns * (Vector512.IsHardwareAccelerated ? Vector512<float>.Count : Vector256<float>.Count);

    /// <inheritdoc/>
    public override void Run(int calls)
    {
        for (int i = 0; i < calls; i++)
            _sum += Vector512.IsHardwareAccelerated ? Wide() : Narrow();
    }

    /// <inheritdoc/>
    public override float[] Result() => [_sum];

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Wide()
    {
        Vector512<float> one = Vector512.Create(1f), factor = Vector512.Create(0.999f);
        Vector512<float> a = one, b = one, c = one, d = one, e = one, f = one, g = one, h = one, i = one, j = one, k = one, l = one;
        for (int turn = 0; turn < Turns; turn++)
        {
            a = Vector512.MultiplyAddEstimate(a, factor, one);
            b = Vector512.MultiplyAddEstimate(b, factor, one);
            c = Vector512.MultiplyAddEstimate(c, factor, one);
            d = Vector512.MultiplyAddEstimate(d, factor, one);
            e = Vector512.MultiplyAddEstimate(e, factor, one);
            f = Vector512.MultiplyAddEstimate(f, factor, one);
            g = Vector512.MultiplyAddEstimate(g, factor, one);
            h = Vector512.MultiplyAddEstimate(h, factor, one);
            i = Vector512.MultiplyAddEstimate(i, factor, one);
            j = Vector512.MultiplyAddEstimate(j, factor, one);
            k = Vector512.MultiplyAddEstimate(k, factor, one);
            l = Vector512.MultiplyAddEstimate(l, factor, one);
        }

        return Vector512.Sum(a + b + c + d + e + f + g + h + i + j + k + l);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Narrow()
    {
        Vector256<float> one = Vector256.Create(1f), factor = Vector256.Create(0.999f);
        Vector256<float> a = one, b = one, c = one, d = one, e = one, f = one, g = one, h = one, i = one, j = one, k = one, l = one;
        for (int turn = 0; turn < Turns; turn++)
        {
            a = Vector256.MultiplyAddEstimate(a, factor, one);
            b = Vector256.MultiplyAddEstimate(b, factor, one);
            c = Vector256.MultiplyAddEstimate(c, factor, one);
            d = Vector256.MultiplyAddEstimate(d, factor, one);
            e = Vector256.MultiplyAddEstimate(e, factor, one);
            f = Vector256.MultiplyAddEstimate(f, factor, one);
            g = Vector256.MultiplyAddEstimate(g, factor, one);
            h = Vector256.MultiplyAddEstimate(h, factor, one);
            i = Vector256.MultiplyAddEstimate(i, factor, one);
            j = Vector256.MultiplyAddEstimate(j, factor, one);
            k = Vector256.MultiplyAddEstimate(k, factor, one);
            l = Vector256.MultiplyAddEstimate(l, factor, one);
        }

        return Vector256.Sum(a + b + c + d + e + f + g + h + i + j + k + l);
    }
}
