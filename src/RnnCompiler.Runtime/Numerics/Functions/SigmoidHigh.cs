using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace RnnCompiler.CompilerServices;

/// <content>The logistic function.</content>
public static partial class VectorMath
{
    // 2ᶠ = 1 + f · p(f), with the p of TanhHigh. Beyond the ends σ is 1, or below the smallest normal number.
    private const float SigmoidStart = -88.7f;
    private const float SigmoidEnd = 88f;

    /// <summary>1 / (1 + e⁻ˣ): within [0, 1], 0 and 1 at the infinities; absolute error at most 1e-7; NaN for NaN.</summary>
    /// <param name="x">Any float.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float SigmoidHigh(float x)
    {
        x = Clamp(x, SigmoidStart, SigmoidEnd);
        float rounded = float.MultiplyAddEstimate(x, -Log2E, RoundToExponent);
        float f = float.MultiplyAddEstimate(x, -Log2E, RoundToExponent - rounded);
        float scale = BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(rounded) << MantissaBits);
        float f2 = f * f;
        float p = float.MultiplyAddEstimate(f2, ExpM1P6, float.MultiplyAddEstimate(f, ExpM1P5, ExpM1P4));
        p = float.MultiplyAddEstimate(f2, p, float.MultiplyAddEstimate(f, ExpM1P3, ExpM1P2));
        float exp = float.MultiplyAddEstimate(f2, p, float.MultiplyAddEstimate(f, ExpM1P1, 1f)) * scale;
        return 1f / (1f + exp);
    }

    // <lanes>
    /// <inheritdoc cref="SigmoidHigh(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> SigmoidHigh(Vector512<float> x)
    {
        x = Vector512.MinNative(Vector512.Create(SigmoidEnd), Vector512.MaxNative(Vector512.Create(SigmoidStart), x));
        Vector512<float> rounded = Vector512.MultiplyAddEstimate(x, Vector512.Create(-Log2E), Vector512.Create(RoundToExponent));
        Vector512<float> f = Vector512.MultiplyAddEstimate(x, Vector512.Create(-Log2E), Vector512.Create(RoundToExponent) - rounded);
        Vector512<float> scale = Vector512.AsSingle(Vector512.ShiftLeft(Vector512.AsInt32(rounded), MantissaBits));
        Vector512<float> f2 = f * f;
        Vector512<float> p = Vector512.MultiplyAddEstimate(f2, Vector512.Create(ExpM1P6), Vector512.MultiplyAddEstimate(f, Vector512.Create(ExpM1P5), Vector512.Create(ExpM1P4)));
        p = Vector512.MultiplyAddEstimate(f2, p, Vector512.MultiplyAddEstimate(f, Vector512.Create(ExpM1P3), Vector512.Create(ExpM1P2)));
        Vector512<float> exp = Vector512.MultiplyAddEstimate(f2, p, Vector512.MultiplyAddEstimate(f, Vector512.Create(ExpM1P1), Vector512<float>.One)) * scale;
        return Vector512<float>.One / (Vector512<float>.One + exp);
    }

    // </lanes>
}

/// <content>The logistic function.</content>
public abstract partial class Kernels16
{
    /// <inheritdoc cref="VectorMath.SigmoidHigh(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static Vector512<float> SigmoidHigh(Vector512<float> a) => VectorMath.SigmoidHigh(a);
}

/// <content>The logistic function.</content>
public abstract partial class Kernels8
{
    /// <inheritdoc cref="VectorMath.SigmoidHigh(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static Vector256<float> SigmoidHigh(Vector256<float> a) => Vector<float>.Count == 8
        ? VectorMath.SigmoidHigh(a.AsVector()).AsVector256()
        : VectorMath.SigmoidHigh(a.ToVector512Unsafe()).GetLower();
}

/// <content>The logistic function.</content>
public abstract partial class Kernels4
{
    /// <inheritdoc cref="VectorMath.SigmoidHigh(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static Vector128<float> SigmoidHigh(Vector128<float> a) => Vector<float>.Count switch
    {
        4 => VectorMath.SigmoidHigh(a.AsVector()).AsVector128(),
        8 => VectorMath.SigmoidHigh(a.ToVector256Unsafe().AsVector()).AsVector256().GetLower(),
        _ => VectorMath.SigmoidHigh(a.ToVector256Unsafe().ToVector512Unsafe()).GetLower().GetLower(),
    };
}

/// <content>The logistic function.</content>
public abstract partial class Kernels1
{
    /// <inheritdoc cref="VectorMath.SigmoidHigh(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static float SigmoidHigh(float a) => VectorMath.SigmoidHigh(a);
}
