using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace RnnCompiler.CompilerServices;

/// <content>The natural logarithm.</content>
public static partial class VectorMath
{
    // ln: mantissa in [√½, √2), polynomial as in Cephes logf.
    private const float SmallestNormal = 1.17549435e-38f;
    private const float SubnormalScale = 8388608f;
    private const int SqrtHalfBits = 0x3F3504F3;
    private const int ExponentMask = unchecked((int)0xFF800000);
    private const float LogP0 = 3.3333331174e-1f;
    private const float LogP1 = -2.4999993993e-1f;
    private const float LogP2 = 2.0000714765e-1f;
    private const float LogP3 = -1.6668057665e-1f;
    private const float LogP4 = 1.4249322787e-1f;
    private const float LogP5 = -1.2420140846e-1f;
    private const float LogP6 = 1.1676998740e-1f;
    private const float LogP7 = -1.1514610310e-1f;
    private const float LogP8 = 7.0376836292e-2f;

    /// <summary>The natural logarithm, exact at 0, 1 and ∞, subnormal numbers included; at most 2 ulp off; NaN below 0 and for NaN.</summary>
    /// <param name="x">Any float.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Log(float x)
    {
        bool subnormal = x < SmallestNormal;
        float scaled = subnormal ? x * SubnormalScale : x;
        float bias = subnormal ? -MantissaBits : 0f;
        int bits = unchecked(BitConverter.SingleToInt32Bits(scaled) - SqrtHalfBits);
        float n = (bits >> MantissaBits) + bias;
        float f = BitConverter.Int32BitsToSingle(unchecked(BitConverter.SingleToInt32Bits(scaled) - (bits & ExponentMask))) - 1f;
        float p = float.MultiplyAddEstimate(LogP8, f, LogP7);
        p = float.MultiplyAddEstimate(p, f, LogP6);
        p = float.MultiplyAddEstimate(p, f, LogP5);
        p = float.MultiplyAddEstimate(p, f, LogP4);
        p = float.MultiplyAddEstimate(p, f, LogP3);
        p = float.MultiplyAddEstimate(p, f, LogP2);
        p = float.MultiplyAddEstimate(p, f, LogP1);
        p = float.MultiplyAddEstimate(p, f, LogP0);
        float f2 = f * f;
        float tail = float.MultiplyAddEstimate(n, Ln2Low, p * f * f2);
        tail = float.MultiplyAddEstimate(f2, -0.5f, tail);
        float result = float.MultiplyAddEstimate(n, Ln2High, f + tail);

        // ln 0 = −∞, ln ∞ = ∞, and the logarithm of a negative number or of NaN is NaN.
        result = x == 0 ? float.NegativeInfinity : result;
        result = x < float.PositiveInfinity ? result : x;
        return x < 0 ? float.NaN : result;
    }

    // <lanes>
    /// <inheritdoc cref="Log(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Log(Vector512<float> x)
    {
        Vector512<float> subnormal = Vector512.LessThan<float>(x, Vector512.Create(SmallestNormal));
        Vector512<float> scaled = Vector512.ConditionalSelect(subnormal, x * Vector512.Create(SubnormalScale), x);
        Vector512<float> bias = Vector512.ConditionalSelect(subnormal, Vector512.Create((float)-MantissaBits), Vector512<float>.Zero);
        Vector512<int> bits = Vector512.AsInt32(scaled) - Vector512.Create(SqrtHalfBits);
        Vector512<float> n = Vector512.ConvertToSingle(Vector512.ShiftRightArithmetic(bits, MantissaBits)) + bias;
        Vector512<float> f = Vector512.AsSingle(Vector512.AsInt32(scaled) - (bits & Vector512.Create(ExponentMask))) - Vector512<float>.One;
        Vector512<float> p = Vector512.MultiplyAddEstimate(Vector512.Create(LogP8), f, Vector512.Create(LogP7));
        p = Vector512.MultiplyAddEstimate(p, f, Vector512.Create(LogP6));
        p = Vector512.MultiplyAddEstimate(p, f, Vector512.Create(LogP5));
        p = Vector512.MultiplyAddEstimate(p, f, Vector512.Create(LogP4));
        p = Vector512.MultiplyAddEstimate(p, f, Vector512.Create(LogP3));
        p = Vector512.MultiplyAddEstimate(p, f, Vector512.Create(LogP2));
        p = Vector512.MultiplyAddEstimate(p, f, Vector512.Create(LogP1));
        p = Vector512.MultiplyAddEstimate(p, f, Vector512.Create(LogP0));
        Vector512<float> f2 = f * f;
        Vector512<float> tail = Vector512.MultiplyAddEstimate(n, Vector512.Create(Ln2Low), p * f * f2);
        tail = Vector512.MultiplyAddEstimate(f2, Vector512.Create(-0.5f), tail);
        Vector512<float> result = Vector512.MultiplyAddEstimate(n, Vector512.Create(Ln2High), f + tail);

        // ln 0 = −∞, ln ∞ = ∞, and the logarithm of a negative number or of NaN is NaN.
        result = Vector512.ConditionalSelect(Vector512.Equals<float>(x, Vector512<float>.Zero), Vector512.Create(float.NegativeInfinity), result);
        result = Vector512.ConditionalSelect(Vector512.LessThan<float>(x, Vector512.Create(float.PositiveInfinity)), result, x);
        return Vector512.ConditionalSelect(Vector512.LessThan<float>(x, Vector512<float>.Zero), Vector512.Create(float.NaN), result);
    }

    // </lanes>
}

/// <content>The natural logarithm.</content>
public abstract partial class Kernels16
{
    /// <inheritdoc cref="VectorMath.Log(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static Vector512<float> Log(Vector512<float> a) => VectorMath.Log(a);
}

/// <content>The natural logarithm.</content>
public abstract partial class Kernels8
{
    /// <inheritdoc cref="VectorMath.Log(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static Vector256<float> Log(Vector256<float> a) => Vector<float>.Count == 8
        ? VectorMath.Log(a.AsVector()).AsVector256()
        : VectorMath.Log(a.ToVector512Unsafe()).GetLower();
}

/// <content>The natural logarithm.</content>
public abstract partial class Kernels4
{
    /// <inheritdoc cref="VectorMath.Log(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static Vector128<float> Log(Vector128<float> a) => Vector<float>.Count switch
    {
        4 => VectorMath.Log(a.AsVector()).AsVector128(),
        8 => VectorMath.Log(a.ToVector256Unsafe().AsVector()).AsVector256().GetLower(),
        _ => VectorMath.Log(a.ToVector256Unsafe().ToVector512Unsafe()).GetLower().GetLower(),
    };
}

/// <content>The natural logarithm.</content>
public abstract partial class Kernels1
{
    /// <inheritdoc cref="VectorMath.Log(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static float Log(float a) => VectorMath.Log(a);
}
