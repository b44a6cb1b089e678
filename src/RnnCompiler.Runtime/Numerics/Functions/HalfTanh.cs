using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace RnnCompiler.CompilerServices;

/// <content>tanh(x / 2), of which tanh and the logistic function are made: a kernel with both holds one set of constants.</content>
public static partial class VectorMath
{
    // tanh(x / 2) = x · P(x²) / Q(x²), P and Q of degree 4: minimax in relative error on |x| ≤ 18, 2.1e-8 before the coefficients were rounded. Their last
    // bits are those, found by search over all floats, with which no result is beyond 1 and the result at the end, and beyond it, is 1.
    // One division, no reduction of the range, x and x² limited side by side: a short chain of operations. Neighbouring floats are in order to within 6 ulp.
    private const float HalfTanhEnd = 16.8112011f;
    private const float HalfTanhP1 = 0.0167246498f;
    private const float HalfTanhP2 = 0.000109188586f;
    private const float HalfTanhP3 = 1.60808497e-07f;
    private const float HalfTanhP4 = 2.60138334e-11f;
    private const float HalfTanhQ1 = 0.116782591f;
    private const float HalfTanhQ2 = 0.00161694211f;
    private const float HalfTanhQ3 = 5.12983479e-06f;
    private const float HalfTanhQ4 = 3.03204084e-09f;

    // The same for vectors.
    private static ReadOnlySpan<float> HalfTanhConstants =>
    [
        HalfTanhEnd * HalfTanhEnd, -HalfTanhEnd, HalfTanhEnd, 0.5f, HalfTanhP1, HalfTanhP2, HalfTanhP3, HalfTanhP4, 1f, HalfTanhQ1, HalfTanhQ2, HalfTanhQ3, HalfTanhQ4,
    ];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float HalfTanh(float x)
    {
        float x2 = Clamp(x * x, 0f, HalfTanhEnd * HalfTanhEnd);
        x = Clamp(x, -HalfTanhEnd, HalfTanhEnd);
        float x4 = x2 * x2;
        float p = float.MultiplyAddEstimate(x4, HalfTanhP4, float.MultiplyAddEstimate(x2, HalfTanhP3, HalfTanhP2));
        float q = float.MultiplyAddEstimate(x4, HalfTanhQ4, float.MultiplyAddEstimate(x2, HalfTanhQ3, HalfTanhQ2));
        float numerator = float.MultiplyAddEstimate(x * x4, p, x * float.MultiplyAddEstimate(x2, HalfTanhP1, 0.5f));
        return numerator / float.MultiplyAddEstimate(x4, q, float.MultiplyAddEstimate(x2, HalfTanhQ1, 1f));
    }

    // <lanes>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> HalfTanh(Vector512<float> x) => AdvSimd.IsSupported ? HalfTanh<SharedReads>(x) : HalfTanh<RepeatedReads>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> HalfTanh<TReads>(Vector512<float> x)
        where TReads : struct, IConstantReads
    {
        ref float k = ref MemoryMarshal.GetReference(HalfTanhConstants);
        Vector512<float> x2 = Vector512.MinNative(Vector512.Create(TReads.Read(ref k, 0)), x * x);
        x = Vector512.MinNative(Vector512.Create(TReads.Read(ref k, 2)), Vector512.MaxNative(Vector512.Create(TReads.Read(ref k, 1)), x));
        Vector512<float> x4 = x2 * x2;
        Vector512<float> p = Vector512.MultiplyAddEstimate(x2, Vector512.Create(TReads.Read(ref k, 6)), Vector512.Create(TReads.Read(ref k, 5)));
        Vector512<float> q = Vector512.MultiplyAddEstimate(x2, Vector512.Create(TReads.Read(ref k, 11)), Vector512.Create(TReads.Read(ref k, 10)));
        p = Vector512.MultiplyAddEstimate(x4, Vector512.Create(TReads.Read(ref k, 7)), p);
        q = Vector512.MultiplyAddEstimate(x4, Vector512.Create(TReads.Read(ref k, 12)), q);
        Vector512<float> start = x * Vector512.MultiplyAddEstimate(x2, Vector512.Create(TReads.Read(ref k, 4)), Vector512.Create(TReads.Read(ref k, 3)));
        Vector512<float> denominator = Vector512.MultiplyAddEstimate(x2, Vector512.Create(TReads.Read(ref k, 9)), Vector512.Create(TReads.Read(ref k, 8)));
        return Vector512.MultiplyAddEstimate(x * x4, p, start) / Vector512.MultiplyAddEstimate(x4, q, denominator);
    }

    // </lanes>
}
