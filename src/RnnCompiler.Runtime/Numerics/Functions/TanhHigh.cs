using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace RnnCompiler.CompilerServices;

/// <content>The hyperbolic tangent.</content>
public static partial class VectorMath
{
    // tanh x = (e²ˣ − 1) / (e²ˣ + 1), where e²ˣ − 1 comes without cancellation: 2ⁿ⁺ᶠ − 1 = (2ⁿ − 1) + 2ⁿ · f · p(f), and 2ⁿ − 1 is exactly 0
    // for small x. One formula for all x, in order to within 2 ulp. p(f) ≈ (2ᶠ − 1) / f on [−½, ½], minimax in relative error, 1.1e-8.
    private const float TanhEnd = 10f;
    private const float ExpM1P1 = 0.6931471879266854f;
    private const float ExpM1P2 = 0.24022649794964354f;
    private const float ExpM1P3 = 0.05550357433648301f;
    private const float ExpM1P4 = 0.009618237494192381f;
    private const float ExpM1P5 = 0.00133907354753773f;
    private const float ExpM1P6 = 0.0001540351261588784f;

    /// <summary>The hyperbolic tangent: odd, exactly 0 at 0, within [−1, 1]; absolute error at most 1e-7, relative error at most 4e-7; NaN for NaN.</summary>
    /// <param name="x">Any float.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float TanhHigh(float x)
    {
        float magnitude = MathF.Abs(x);
        magnitude = TanhEnd < magnitude ? TanhEnd : magnitude;
        float rounded = float.MultiplyAddEstimate(magnitude, 2 * Log2E, RoundToExponent);
        float f = float.MultiplyAddEstimate(magnitude, 2 * Log2E, RoundToExponent - rounded);
        float scale = BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(rounded) << MantissaBits);
        float f2 = f * f;
        float p = float.MultiplyAddEstimate(f2, ExpM1P6, float.MultiplyAddEstimate(f, ExpM1P5, ExpM1P4));
        p = float.MultiplyAddEstimate(f2, p, float.MultiplyAddEstimate(f, ExpM1P3, ExpM1P2));
        float start = float.MultiplyAddEstimate(f * scale, ExpM1P1, scale - 1f);
        float expM1 = float.MultiplyAddEstimate(f2 * scale, p, start);
        return MathF.CopySign(expM1 / (expM1 + 2f), x);
    }

    // <lanes>
    /// <inheritdoc cref="TanhHigh(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> TanhHigh(Vector512<float> x)
    {
        Vector512<float> magnitude = Vector512.MinNative(Vector512.Create(TanhEnd), Vector512.Abs(x));
        Vector512<float> rounded = Vector512.MultiplyAddEstimate(magnitude, Vector512.Create(2 * Log2E), Vector512.Create(RoundToExponent));
        Vector512<float> f = Vector512.MultiplyAddEstimate(magnitude, Vector512.Create(2 * Log2E), Vector512.Create(RoundToExponent) - rounded);
        Vector512<float> scale = Vector512.AsSingle(Vector512.ShiftLeft(Vector512.AsInt32(rounded), MantissaBits));
        Vector512<float> f2 = f * f;
        Vector512<float> p = Vector512.MultiplyAddEstimate(f2, Vector512.Create(ExpM1P6), Vector512.MultiplyAddEstimate(f, Vector512.Create(ExpM1P5), Vector512.Create(ExpM1P4)));
        p = Vector512.MultiplyAddEstimate(f2, p, Vector512.MultiplyAddEstimate(f, Vector512.Create(ExpM1P3), Vector512.Create(ExpM1P2)));
        Vector512<float> start = Vector512.MultiplyAddEstimate(f * scale, Vector512.Create(ExpM1P1), scale - Vector512<float>.One);
        Vector512<float> expM1 = Vector512.MultiplyAddEstimate(f2 * scale, p, start);
        return (expM1 / (expM1 + Vector512.Create(2f))) | (x & Vector512.AsSingle(Vector512.Create(SignBit)));
    }

    // </lanes>
}

/// <content>The hyperbolic tangent.</content>
public abstract partial class Kernels16
{
    /// <inheritdoc cref="VectorMath.TanhHigh(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static Vector512<float> TanhHigh(Vector512<float> a) => VectorMath.TanhHigh(a);
}

/// <content>The hyperbolic tangent.</content>
public abstract partial class Kernels8
{
    /// <inheritdoc cref="VectorMath.TanhHigh(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static Vector256<float> TanhHigh(Vector256<float> a) => Vector<float>.Count == 8
        ? VectorMath.TanhHigh(a.AsVector()).AsVector256()
        : VectorMath.TanhHigh(a.ToVector512Unsafe()).GetLower();
}

/// <content>The hyperbolic tangent.</content>
public abstract partial class Kernels4
{
    /// <inheritdoc cref="VectorMath.TanhHigh(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static Vector128<float> TanhHigh(Vector128<float> a) => Vector<float>.Count switch
    {
        4 => VectorMath.TanhHigh(a.AsVector()).AsVector128(),
        8 => VectorMath.TanhHigh(a.ToVector256Unsafe().AsVector()).AsVector256().GetLower(),
        _ => VectorMath.TanhHigh(a.ToVector256Unsafe().ToVector512Unsafe()).GetLower().GetLower(),
    };
}

/// <content>The hyperbolic tangent.</content>
public abstract partial class Kernels1
{
    /// <inheritdoc cref="VectorMath.TanhHigh(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static float TanhHigh(float a) => VectorMath.TanhHigh(a);
}
