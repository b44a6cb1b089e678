using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace RnnCompiler.CompilerServices;

/// <content>The hyperbolic tangent.</content>
public static partial class VectorMath
{
    /// <summary>The hyperbolic tangent: odd, exactly 0 at 0, within [−1, 1]; absolute and relative error at most 1e-5; NaN for NaN.</summary>
    /// <param name="x">Any float.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float TanhFast(float x) => HalfTanhFast(x + x);

    // <lanes>
    /// <inheritdoc cref="TanhFast(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> TanhFast(Vector512<float> x) => HalfTanhFast(x + x);

    // </lanes>
}

/// <content>The hyperbolic tangent.</content>
public abstract partial class Kernels16
{
    /// <inheritdoc cref="VectorMath.TanhFast(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static Vector512<float> TanhFast(Vector512<float> a) => VectorMath.TanhFast(a);
}

/// <content>The hyperbolic tangent.</content>
public abstract partial class Kernels8
{
    /// <inheritdoc cref="VectorMath.TanhFast(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static Vector256<float> TanhFast(Vector256<float> a) => Vector<float>.Count == 8
        ? VectorMath.TanhFast(a.AsVector()).AsVector256()
        : VectorMath.TanhFast(a.ToVector512Unsafe()).GetLower();
}

/// <content>The hyperbolic tangent.</content>
public abstract partial class Kernels4
{
    /// <inheritdoc cref="VectorMath.TanhFast(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static Vector128<float> TanhFast(Vector128<float> a) => Vector<float>.Count switch
    {
        4 => VectorMath.TanhFast(a.AsVector()).AsVector128(),
        8 => VectorMath.TanhFast(a.ToVector256Unsafe().AsVector()).AsVector256().GetLower(),
        _ => VectorMath.TanhFast(a.ToVector256Unsafe().ToVector512Unsafe()).GetLower().GetLower(),
    };
}

/// <content>The hyperbolic tangent.</content>
public abstract partial class Kernels1
{
    /// <inheritdoc cref="VectorMath.TanhFast(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static float TanhFast(float a) => VectorMath.TanhFast(a);
}
