using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace RnnCompiler.CompilerServices;

/// <content>The logistic function.</content>
public static partial class VectorMath
{
    // 2ᶠ on [−½, ½], exact at 0; minimax in relative error, 9e-8. Beyond the ends σ is 1, or below the smallest normal number.
    private const float SigmoidLow = -88.7f;
    private const float SigmoidHigh = 88f;
    private const float Exp2P1 = 0.69314700f;
    private const float Exp2P2 = 0.24022242f;
    private const float Exp2P3 = 0.055507336f;
    private const float Exp2P4 = 0.0096715130f;
    private const float Exp2P5 = 0.0013264724f;

    /// <summary>1 / (1 + e⁻ˣ): within [0, 1], 0 and 1 at the infinities; absolute error at most 2e-7; NaN for NaN.</summary>
    /// <param name="x">Any float.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sigmoid(float x)
    {
        x = Clamp(x, SigmoidLow, SigmoidHigh);
        float rounded = float.MultiplyAddEstimate(x, -Log2E, RoundToExponent);
        float f = float.MultiplyAddEstimate(x, -Log2E, RoundToExponent - rounded);
        float scale = BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(rounded) << MantissaBits);
        float f2 = f * f;
        float p = float.MultiplyAddEstimate(f, Exp2P5, Exp2P4);
        p = float.MultiplyAddEstimate(f2, p, float.MultiplyAddEstimate(f, Exp2P3, Exp2P2));
        float start = float.MultiplyAddEstimate(float.MultiplyAddEstimate(f, Exp2P1, 1f), scale, 1f);
        return 1f / float.MultiplyAddEstimate(f2 * scale, p, start);
    }

    // <lanes>
    /// <inheritdoc cref="Sigmoid(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Sigmoid(Vector512<float> x)
    {
        x = Vector512.MinNative(Vector512.Create(SigmoidHigh), Vector512.MaxNative(Vector512.Create(SigmoidLow), x));
        Vector512<float> rounded = Vector512.MultiplyAddEstimate(x, Vector512.Create(-Log2E), Vector512.Create(RoundToExponent));
        Vector512<float> f = Vector512.MultiplyAddEstimate(x, Vector512.Create(-Log2E), Vector512.Create(RoundToExponent) - rounded);
        Vector512<float> scale = Vector512.AsSingle(Vector512.ShiftLeft(Vector512.AsInt32(rounded), MantissaBits));
        Vector512<float> f2 = f * f;
        Vector512<float> p = Vector512.MultiplyAddEstimate(f, Vector512.Create(Exp2P5), Vector512.Create(Exp2P4));
        p = Vector512.MultiplyAddEstimate(f2, p, Vector512.MultiplyAddEstimate(f, Vector512.Create(Exp2P3), Vector512.Create(Exp2P2)));
        Vector512<float> start = Vector512.MultiplyAddEstimate(Vector512.MultiplyAddEstimate(f, Vector512.Create(Exp2P1), Vector512<float>.One), scale, Vector512<float>.One);
        return Vector512<float>.One / Vector512.MultiplyAddEstimate(f2 * scale, p, start);
    }

    // </lanes>
}

/// <content>The logistic function.</content>
public abstract partial class Kernels16
{
    /// <inheritdoc cref="VectorMath.Sigmoid(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static Vector512<float> Sigmoid(Vector512<float> a) => VectorMath.Sigmoid(a);
}

/// <content>The logistic function.</content>
public abstract partial class Kernels8
{
    /// <inheritdoc cref="VectorMath.Sigmoid(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static Vector256<float> Sigmoid(Vector256<float> a) => Vector<float>.Count == 8
        ? VectorMath.Sigmoid(a.AsVector()).AsVector256()
        : VectorMath.Sigmoid(a.ToVector512Unsafe()).GetLower();
}

/// <content>The logistic function.</content>
public abstract partial class Kernels4
{
    /// <inheritdoc cref="VectorMath.Sigmoid(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static Vector128<float> Sigmoid(Vector128<float> a) => Vector<float>.Count switch
    {
        4 => VectorMath.Sigmoid(a.AsVector()).AsVector128(),
        8 => VectorMath.Sigmoid(a.ToVector256Unsafe().AsVector()).AsVector256().GetLower(),
        _ => VectorMath.Sigmoid(a.ToVector256Unsafe().ToVector512Unsafe()).GetLower().GetLower(),
    };
}

/// <content>The logistic function.</content>
public abstract partial class Kernels1
{
    /// <inheritdoc cref="VectorMath.Sigmoid(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static float Sigmoid(float a) => VectorMath.Sigmoid(a);
}
