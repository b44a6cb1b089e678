using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace RnnCompiler.CompilerServices;

/// <content>The sine.</content>
public static partial class VectorMath
{
    // x = n · π + r with r in [−π/2, π/2], and sin x = (−1)ⁿ sin r. π in four parts, the first three with so few bits that their multiples are exact
    // (Cody, Waite 1980); minimax polynomial of sin r as in SLEEF's sinf_u35.
    private const float InversePi = 0.318309886183790671538f;
    private const float Pi1 = 3.140625f;
    private const float Pi2 = 9.670257568359375e-4f;
    private const float Pi3 = 6.2771141529083252e-7f;
    private const float Pi4 = 1.2154201256553420e-10f;
    private const float SinP3 = -0.166666597127914428710938f;
    private const float SinP5 = 0.00833307858556509017944336f;
    private const float SinP7 = -0.0001981069071916863322258f;
    private const float SinP9 = 2.6083159809786593541503e-06f;

    /// <summary>
    /// The sine: odd, exactly 0 at 0, within [−1, 1]; absolute error at most 2e-7 for |x| up to 30,000, beyond that of the reduction of x; NaN for infinities
    /// and NaN.
    /// </summary>
    /// <param name="x">Any float.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sin(float x)
    {
        float rounded = float.MultiplyAddEstimate(x, InversePi, RoundToInteger);
        float n = rounded - RoundToInteger;
        float r = float.MultiplyAddEstimate(n, -Pi1, x);
        r = float.MultiplyAddEstimate(n, -Pi2, r);
        r = float.MultiplyAddEstimate(n, -Pi3, r);
        r = float.MultiplyAddEstimate(n, -Pi4, r);
        float r2 = r * r;
        float p = float.MultiplyAddEstimate(r2, SinP9, SinP7);
        p = float.MultiplyAddEstimate(r2, p, SinP5);
        p = float.MultiplyAddEstimate(r2, p, SinP3);
        float sine = Clamp(float.MultiplyAddEstimate(r2 * r, p, r), -1f, 1f);
        return BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(sine) ^ (BitConverter.SingleToInt32Bits(rounded) << 31));
    }

    // <lanes>
    /// <inheritdoc cref="Sin(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Sin(Vector512<float> x)
    {
        Vector512<float> rounded = Vector512.MultiplyAddEstimate(x, Vector512.Create(InversePi), Vector512.Create(RoundToInteger));
        Vector512<float> n = rounded - Vector512.Create(RoundToInteger);
        Vector512<float> r = Vector512.MultiplyAddEstimate(n, Vector512.Create(-Pi1), x);
        r = Vector512.MultiplyAddEstimate(n, Vector512.Create(-Pi2), r);
        r = Vector512.MultiplyAddEstimate(n, Vector512.Create(-Pi3), r);
        r = Vector512.MultiplyAddEstimate(n, Vector512.Create(-Pi4), r);
        Vector512<float> r2 = r * r;
        Vector512<float> p = Vector512.MultiplyAddEstimate(r2, Vector512.Create(SinP9), Vector512.Create(SinP7));
        p = Vector512.MultiplyAddEstimate(r2, p, Vector512.Create(SinP5));
        p = Vector512.MultiplyAddEstimate(r2, p, Vector512.Create(SinP3));
        Vector512<float> sine = Vector512.MultiplyAddEstimate(r2 * r, p, r);
        sine = Vector512.MinNative(Vector512.Create(1f), Vector512.MaxNative(Vector512.Create(-1f), sine));
        return Vector512.AsSingle(Vector512.AsInt32(sine) ^ Vector512.ShiftLeft(Vector512.AsInt32(rounded), 31));
    }

    // </lanes>
}

/// <content>The sine.</content>
public abstract partial class Kernels16
{
    /// <inheritdoc cref="VectorMath.Sin(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static Vector512<float> Sin(Vector512<float> a) => VectorMath.Sin(a);
}

/// <content>The sine.</content>
public abstract partial class Kernels8
{
    /// <inheritdoc cref="VectorMath.Sin(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static Vector256<float> Sin(Vector256<float> a) => Vector<float>.Count == 8
        ? VectorMath.Sin(a.AsVector()).AsVector256()
        : VectorMath.Sin(a.ToVector512Unsafe()).GetLower();
}

/// <content>The sine.</content>
public abstract partial class Kernels4
{
    /// <inheritdoc cref="VectorMath.Sin(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static Vector128<float> Sin(Vector128<float> a) => Vector<float>.Count switch
    {
        4 => VectorMath.Sin(a.AsVector()).AsVector128(),
        8 => VectorMath.Sin(a.ToVector256Unsafe().AsVector()).AsVector256().GetLower(),
        _ => VectorMath.Sin(a.ToVector256Unsafe().ToVector512Unsafe()).GetLower().GetLower(),
    };
}

/// <content>The sine.</content>
public abstract partial class Kernels1
{
    /// <inheritdoc cref="VectorMath.Sin(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static float Sin(float a) => VectorMath.Sin(a);
}
