using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

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
    private static Vector512<float> HalfTanh(Vector512<float> x)
    {
        Vector512<float> x2 = Vector512.MinNative(Vector512.Create(HalfTanhEnd * HalfTanhEnd), x * x);
        x = Vector512.MinNative(Vector512.Create(HalfTanhEnd), Vector512.MaxNative(Vector512.Create(-HalfTanhEnd), x));
        Vector512<float> x4 = x2 * x2;
        Vector512<float> p = Vector512.MultiplyAddEstimate(x2, Vector512.Create(HalfTanhP3), Vector512.Create(HalfTanhP2));
        Vector512<float> q = Vector512.MultiplyAddEstimate(x2, Vector512.Create(HalfTanhQ3), Vector512.Create(HalfTanhQ2));
        p = Vector512.MultiplyAddEstimate(x4, Vector512.Create(HalfTanhP4), p);
        q = Vector512.MultiplyAddEstimate(x4, Vector512.Create(HalfTanhQ4), q);
        Vector512<float> start = x * Vector512.MultiplyAddEstimate(x2, Vector512.Create(HalfTanhP1), Vector512.Create(0.5f));
        Vector512<float> denominator = Vector512.MultiplyAddEstimate(x2, Vector512.Create(HalfTanhQ1), Vector512<float>.One);
        return Vector512.MultiplyAddEstimate(x * x4, p, start) / Vector512.MultiplyAddEstimate(x4, q, denominator);
    }

    // </lanes>
}
