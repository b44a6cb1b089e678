using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace RnnCompiler.CompilerServices;

/// <content>The exponential function.</content>
public static partial class VectorMath
{
    // eˣ: ln 2 in two parts, the first with so few bits that its multiples are exact (Cody, Waite 1980); polynomial as in Cephes expf.
    private const float ExpHigh = 89f;
    private const float ExpLow = -104f;
    private const float ExpP2 = 5.0000001201e-1f;
    private const float ExpP3 = 1.6666665459e-1f;
    private const float ExpP4 = 4.1665795894e-2f;
    private const float ExpP5 = 8.3334519073e-3f;
    private const float ExpP6 = 1.3981999507e-3f;
    private const float ExpP7 = 1.9875691500e-4f;

    /// <summary>eˣ over the full range, 0 and ∞ where it leaves that; at most 2 ulp off; NaN for NaN.</summary>
    /// <param name="x">Any float.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Exp(float x)
    {
        x = Clamp(x, ExpLow, ExpHigh);
        float rounded = float.MultiplyAddEstimate(x, Log2E, RoundToInteger);
        float n = rounded - RoundToInteger;
        float f = float.MultiplyAddEstimate(n, -Ln2High, x);
        f = float.MultiplyAddEstimate(n, -Ln2Low, f);
        float p = float.MultiplyAddEstimate(ExpP7, f, ExpP6);
        p = float.MultiplyAddEstimate(p, f, ExpP5);
        p = float.MultiplyAddEstimate(p, f, ExpP4);
        p = float.MultiplyAddEstimate(p, f, ExpP3);
        p = float.MultiplyAddEstimate(p, f, ExpP2);
        p = float.MultiplyAddEstimate(p, f * f, f) + 1f;

        // 2ⁿ as two factors, since it can overflow or underflow as one.
        int exponent = BitConverter.SingleToInt32Bits(rounded) - BitConverter.SingleToInt32Bits(RoundToInteger);
        int half = exponent >> 1;
        float first = BitConverter.Int32BitsToSingle((half + 127) << MantissaBits);
        float second = BitConverter.Int32BitsToSingle((exponent - half + 127) << MantissaBits);
        return p * first * second;
    }

    // <lanes>
    /// <inheritdoc cref="Exp(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Exp(Vector512<float> x)
    {
        x = Vector512.MinNative(Vector512.Create(ExpHigh), Vector512.MaxNative(Vector512.Create(ExpLow), x));
        Vector512<float> rounded = Vector512.MultiplyAddEstimate(x, Vector512.Create(Log2E), Vector512.Create(RoundToInteger));
        Vector512<float> n = rounded - Vector512.Create(RoundToInteger);
        Vector512<float> f = Vector512.MultiplyAddEstimate(n, Vector512.Create(-Ln2High), x);
        f = Vector512.MultiplyAddEstimate(n, Vector512.Create(-Ln2Low), f);
        Vector512<float> p = Vector512.MultiplyAddEstimate(Vector512.Create(ExpP7), f, Vector512.Create(ExpP6));
        p = Vector512.MultiplyAddEstimate(p, f, Vector512.Create(ExpP5));
        p = Vector512.MultiplyAddEstimate(p, f, Vector512.Create(ExpP4));
        p = Vector512.MultiplyAddEstimate(p, f, Vector512.Create(ExpP3));
        p = Vector512.MultiplyAddEstimate(p, f, Vector512.Create(ExpP2));
        p = Vector512.MultiplyAddEstimate(p, f * f, f) + Vector512<float>.One;

        // 2ⁿ as two factors, since it can overflow or underflow as one.
        Vector512<int> exponent = Vector512.AsInt32(rounded) - Vector512.AsInt32(Vector512.Create(RoundToInteger));
        Vector512<int> half = Vector512.ShiftRightArithmetic(exponent, 1);
        Vector512<float> first = Vector512.AsSingle(Vector512.ShiftLeft(half + Vector512.Create(127), MantissaBits));
        Vector512<float> second = Vector512.AsSingle(Vector512.ShiftLeft(exponent - half + Vector512.Create(127), MantissaBits));
        return p * first * second;
    }

    // </lanes>
}

/// <content>The exponential function.</content>
public abstract partial class Kernels16
{
    /// <inheritdoc cref="VectorMath.Exp(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static Vector512<float> Exp(Vector512<float> a) => VectorMath.Exp(a);
}

/// <content>The exponential function.</content>
public abstract partial class Kernels8
{
    /// <inheritdoc cref="VectorMath.Exp(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static Vector256<float> Exp(Vector256<float> a) => Vector<float>.Count == 8
        ? VectorMath.Exp(a.AsVector()).AsVector256()
        : VectorMath.Exp(a.ToVector512Unsafe()).GetLower();
}

/// <content>The exponential function.</content>
public abstract partial class Kernels4
{
    /// <inheritdoc cref="VectorMath.Exp(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static Vector128<float> Exp(Vector128<float> a) => Vector<float>.Count switch
    {
        4 => VectorMath.Exp(a.AsVector()).AsVector128(),
        8 => VectorMath.Exp(a.ToVector256Unsafe().AsVector()).AsVector256().GetLower(),
        _ => VectorMath.Exp(a.ToVector256Unsafe().ToVector512Unsafe()).GetLower().GetLower(),
    };
}

/// <content>The exponential function.</content>
public abstract partial class Kernels1
{
    /// <inheritdoc cref="VectorMath.Exp(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static float Exp(float a) => VectorMath.Exp(a);
}
