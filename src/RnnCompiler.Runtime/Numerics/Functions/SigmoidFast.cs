using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace RnnCompiler.CompilerServices;

/// <content>The logistic function.</content>
public static partial class VectorMath
{
    /// <summary>1 / (1 + e⁻ˣ): within [0, 1]; absolute error at most 1e-5; NaN for NaN.</summary>
    /// <param name="x">Any float.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float SigmoidFast(float x) => float.MultiplyAddEstimate(HalfTanhFast(x), 0.5f, 0.5f);

    // <lanes>
    /// <inheritdoc cref="SigmoidFast(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> SigmoidFast(Vector512<float> x) => Vector512.MultiplyAddEstimate(HalfTanhFast(x), Vector512.Create(0.5f), Vector512.Create(0.5f));

    // </lanes>
}

/// <content>The logistic function.</content>
public abstract partial class Kernels16
{
    /// <inheritdoc cref="VectorMath.SigmoidFast(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static Vector512<float> SigmoidFast(Vector512<float> a) => VectorMath.SigmoidFast(a);
}

/// <content>The logistic function.</content>
public abstract partial class Kernels8
{
    /// <inheritdoc cref="VectorMath.SigmoidFast(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static Vector256<float> SigmoidFast(Vector256<float> a) => Vector<float>.Count == 8
        ? VectorMath.SigmoidFast(a.AsVector()).AsVector256()
        : VectorMath.SigmoidFast(a.ToVector512Unsafe()).GetLower();
}

/// <content>The logistic function.</content>
public abstract partial class Kernels4
{
    /// <inheritdoc cref="VectorMath.SigmoidFast(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static Vector128<float> SigmoidFast(Vector128<float> a) => Vector<float>.Count switch
    {
        4 => VectorMath.SigmoidFast(a.AsVector()).AsVector128(),
        8 => VectorMath.SigmoidFast(a.ToVector256Unsafe().AsVector()).AsVector256().GetLower(),
        _ => VectorMath.SigmoidFast(a.ToVector256Unsafe().ToVector512Unsafe()).GetLower().GetLower(),
    };
}

/// <content>The logistic function.</content>
public abstract partial class Kernels1
{
    /// <inheritdoc cref="VectorMath.SigmoidFast(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static float SigmoidFast(float a) => VectorMath.SigmoidFast(a);
}
