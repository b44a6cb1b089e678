using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using RnnCompiler.Benchmarks.Engines;

namespace RnnCompiler.Benchmarks.Roofline;

/// <summary>
/// Measures load bandwidth: loads a panel again and again, as a recurrence loads its weights. It traverses the panel in alternating order, so that
/// each pass first loads what the pass before left in the lowest cache level; no order of loading is faster.
/// </summary>
/// <param name="bytes">The panel's size; a call loads all of it at least twice.</param>
internal sealed unsafe class LoadBandwidth(int bytes) : Engine
{
    private const int Alignment = 64;
    private const int UnrollFactor = 8;

    // A call of some microseconds at least, so that its own cost does not count.
    private const int LeastBytes = 1 << 19;
    private readonly int _floats = Math.Max(1, bytes / (Alignment * UnrollFactor)) * Alignment * UnrollFactor / sizeof(float);
    private float* _panel = Allocate(Math.Max(bytes, Alignment * UnrollFactor));
    private float _sum;

    /// <summary>Bytes that a call loads.</summary>
    public double BytesOfCall => (double)_floats * sizeof(float) * Passes;

    private int Passes => 2 * Math.Max(1, LeastBytes / 2 / (_floats * sizeof(float)));

    /// <inheritdoc/>
    public override void Run(int calls)
    {
        for (int i = 0; i < calls; i++)
        {
            for (int pass = 0; pass < Passes; pass++)
            {
                int width = UnrollFactor * (Vector512.IsHardwareAccelerated ? Vector512<float>.Count : Vector256<float>.Count);
                int groups = _floats / width;
                bool back = pass % 2 == 1;
                float* first = back ? _panel + ((groups - 1) * width) : _panel;
                int stride = back ? -width : width;
                _sum += Vector512.IsHardwareAccelerated ? Wide(first, stride, groups) : Narrow(first, stride, groups);
            }
        }
    }

    /// <inheritdoc/>
    public override float[] Result() => [_sum];

    /// <inheritdoc/>
    public override void Dispose()
    {
        NativeMemory.AlignedFree(_panel);
        _panel = null;
    }

    private static float* Allocate(int bytes)
    {
        float* panel = (float*)NativeMemory.AlignedAlloc((nuint)bytes, Alignment);
        new Span<float>(panel, bytes / sizeof(float)).Fill(1e-6f);
        return panel;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Wide(float* panel, int stride, int groups)
    {
        Vector512<float> a = default, b = a, c = a, d = a, e = a, f = a, g = a, h = a;
        for (; groups > 0; groups--, panel += stride)
        {
            a += Vector512.Load(panel);
            b += Vector512.Load(panel + 16);
            c += Vector512.Load(panel + 32);
            d += Vector512.Load(panel + 48);
            e += Vector512.Load(panel + 64);
            f += Vector512.Load(panel + 80);
            g += Vector512.Load(panel + 96);
            h += Vector512.Load(panel + 112);
        }

        return Vector512.Sum(a + b + c + d + e + f + g + h);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Narrow(float* panel, int stride, int groups)
    {
        Vector256<float> a = default, b = a, c = a, d = a, e = a, f = a, g = a, h = a;
        for (; groups > 0; groups--, panel += stride)
        {
            a += Vector256.Load(panel);
            b += Vector256.Load(panel + 8);
            c += Vector256.Load(panel + 16);
            d += Vector256.Load(panel + 24);
            e += Vector256.Load(panel + 32);
            f += Vector256.Load(panel + 40);
            g += Vector256.Load(panel + 48);
            h += Vector256.Load(panel + 56);
        }

        return Vector256.Sum(a + b + c + d + e + f + g + h);
    }
}
