using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace RnnCompiler.CompilerServices;

/// <content>tanh(x / 2) to within 4e-6, for models that ask for fast activations: the bits of 16 lanes are others where tables are faster.</content>
public static partial class VectorMath
{
    // As HalfTanh, with P and Q of degree 3: minimax in relative error on |x| ≤ 15, 1.7e-6, and less by that much, so that no result is beyond 1.
    private const float HalfTanhFastEnd = 15f;
    private const float HalfTanhFastP0 = 0.499998271f;
    private const float HalfTanhFastP1 = 0.0153234461f;
    private const float HalfTanhFastP2 = 6.988737e-05f;
    private const float HalfTanhFastP3 = 2.91395779e-08f;
    private const float HalfTanhFastQ1 = 0.113977209f;
    private const float HalfTanhFastQ2 = 0.00130547432f;
    private const float HalfTanhFastQ3 = 2.1536714e-06f;

    private static ReadOnlySpan<float> FastConstants =>
    [
        HalfTanhFastEnd * HalfTanhFastEnd, -HalfTanhFastEnd, HalfTanhFastEnd, HalfTanhFastP0, HalfTanhFastP1, HalfTanhFastP2, HalfTanhFastP3,
        1f, HalfTanhFastQ1, HalfTanhFastQ2, HalfTanhFastQ3,
    ];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float HalfTanhFast(float x)
    {
        float x2 = Clamp(x * x, 0f, HalfTanhFastEnd * HalfTanhFastEnd);
        x = Clamp(x, -HalfTanhFastEnd, HalfTanhFastEnd);
        float x4 = x2 * x2;
        float p = float.MultiplyAddEstimate(x2, HalfTanhFastP3, HalfTanhFastP2);
        float q = float.MultiplyAddEstimate(x2, HalfTanhFastQ3, HalfTanhFastQ2);
        float numerator = float.MultiplyAddEstimate(x * x4, p, x * float.MultiplyAddEstimate(x2, HalfTanhFastP1, HalfTanhFastP0));
        return numerator / float.MultiplyAddEstimate(x4, q, float.MultiplyAddEstimate(x2, HalfTanhFastQ1, 1f));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> HalfTanhFast(Vector512<float> x) => Avx512F.IsSupported ? HalfTanhTable(x) : HalfTanhRational(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> HalfTanhFast(Vector<float> x) => HalfTanhRational(x);

    // <lanes>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> HalfTanhRational(Vector512<float> x) => AdvSimd.IsSupported ? HalfTanhRational<SharedReads>(x) : HalfTanhRational<RepeatedReads>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> HalfTanhRational<TReads>(Vector512<float> x)
        where TReads : struct, IConstantReads
    {
        ref float k = ref MemoryMarshal.GetReference(FastConstants);
        Vector512<float> x2 = Vector512.MinNative(Vector512.Create(TReads.Read(ref k, 0)), x * x);
        x = Vector512.MinNative(Vector512.Create(TReads.Read(ref k, 2)), Vector512.MaxNative(Vector512.Create(TReads.Read(ref k, 1)), x));
        Vector512<float> x4 = x2 * x2;
        Vector512<float> p = Vector512.MultiplyAddEstimate(x2, Vector512.Create(TReads.Read(ref k, 6)), Vector512.Create(TReads.Read(ref k, 5)));
        Vector512<float> q = Vector512.MultiplyAddEstimate(x2, Vector512.Create(TReads.Read(ref k, 10)), Vector512.Create(TReads.Read(ref k, 9)));
        Vector512<float> start = x * Vector512.MultiplyAddEstimate(x2, Vector512.Create(TReads.Read(ref k, 4)), Vector512.Create(TReads.Read(ref k, 3)));
        Vector512<float> denominator = Vector512.MultiplyAddEstimate(x2, Vector512.Create(TReads.Read(ref k, 8)), Vector512.Create(TReads.Read(ref k, 7)));
        return Vector512.MultiplyAddEstimate(x * x4, p, start) / Vector512.MultiplyAddEstimate(x4, q, denominator);
    }

    // </lanes>
}
