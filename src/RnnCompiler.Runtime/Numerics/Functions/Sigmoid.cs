using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace RnnCompiler.CompilerServices;

/// <content>The logistic function.</content>
public static partial class VectorMath
{
    /// <summary>1 / (1 + e⁻ˣ): within [0, 1], 0 and 1 at the infinities; absolute error at most 2e-7; NaN for NaN.</summary>
    /// <param name="x">Any float.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sigmoid(float x) => float.MultiplyAddEstimate(HalfTanh(x), 0.5f, 0.5f);

    // <lanes>
    /// <inheritdoc cref="Sigmoid(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Sigmoid(Vector512<float> x) => Vector512.MultiplyAddEstimate(HalfTanh(x), Vector512.Create(0.5f), Vector512.Create(0.5f));

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
