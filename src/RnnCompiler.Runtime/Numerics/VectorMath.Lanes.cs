using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace RnnCompiler.CompilerServices;

/// <content>Functions that depend on the number of a lane.</content>
public static partial class VectorMath
{
    /// <summary>The lanes from a count on replaced.</summary>
    /// <param name="vector">The lanes.</param>
    /// <param name="count">Lanes that stay.</param>
    /// <param name="fill">What the others become.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> MaskTail(Vector512<float> vector, int count, float fill) =>
        Vector512.ConditionalSelect(Vector512.LessThan(Vector512<int>.Indices, Vector512.Create(count)).AsSingle(), vector, Vector512.Create(fill));

    /// <inheritdoc cref="MaskTail(Vector512{float}, int, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> MaskTail(Vector<float> vector, int count, float fill) =>
        Vector.ConditionalSelect(Vector.LessThan(Vector<int>.Indices, new Vector<int>(count)), vector, new Vector<float>(fill));

    /// <inheritdoc cref="MaskTail(Vector512{float}, int, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float MaskTail(float vector, int count, float fill) => count > 0 ? vector : fill;

    /// <summary>1 in the lane whose element is the id, else 0.</summary>
    /// <param name="id">The element.</param>
    /// <param name="firstLane">The element in lane 0.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> OneHot512(int id, int firstLane) =>
        Vector512.ConditionalSelect(
            Vector512.Equals(Vector512<int>.Indices, Vector512.Create(id - firstLane)).AsSingle(), Vector512<float>.One, Vector512<float>.Zero);

    /// <inheritdoc cref="OneHot512"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> OneHot(int id, int firstLane) =>
        Vector.ConditionalSelect(Vector.Equals(Vector<int>.Indices, new Vector<int>(id - firstLane)), Vector<float>.One, Vector<float>.Zero);

    /// <inheritdoc cref="OneHot512"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float OneHotScalar(int id, int firstLane) => id == firstLane ? 1f : 0f;
}
