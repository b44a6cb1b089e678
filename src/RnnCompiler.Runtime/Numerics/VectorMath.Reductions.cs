using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace RnnCompiler.CompilerServices;

/// <content>
/// 16 logical lanes become one in a fixed tree, lane i with i + 8, then + 4, + 2, + 1, whether they come as one vector, two or four.
/// </content>
public static partial class VectorMath
{
    /// <summary>The sum of 16 lanes.</summary>
    /// <param name="lanes">All of them.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float SumLanes(Vector512<float> lanes) => Sum8(lanes.GetLower() + lanes.GetUpper());

    /// <summary>The sum of 16 lanes, of which a vector has 8.</summary>
    /// <param name="a">Lanes 0 to 7.</param>
    /// <param name="b">Lanes 8 to 15.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float SumLanes(Vector<float> a, Vector<float> b) => Sum8((a + b).AsVector256());

    /// <summary>The sum of 16 lanes, of which a vector has 4.</summary>
    /// <param name="a">Lanes 0 to 3.</param>
    /// <param name="b">Lanes 4 to 7.</param>
    /// <param name="c">Lanes 8 to 11.</param>
    /// <param name="d">Lanes 12 to 15.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float SumLanes(Vector<float> a, Vector<float> b, Vector<float> c, Vector<float> d) => Sum4((a + c + (b + d)).AsVector128());

    /// <summary>The sum of 16 consecutive floats.</summary>
    /// <param name="lanes">The first of them.</param>
    public static float SumLanes(ref float lanes)
    {
        float sum0 = Quarter(ref lanes, 0) + Quarter(ref lanes, 2);
        float sum1 = Quarter(ref lanes, 1) + Quarter(ref lanes, 3);
        return sum0 + sum1;

        static float Quarter(ref float lanes, int i) =>
            Unsafe.Add(ref lanes, i) + Unsafe.Add(ref lanes, i + 8) + (Unsafe.Add(ref lanes, i + 4) + Unsafe.Add(ref lanes, i + 12));
    }

    /// <summary>The greatest of 16 lanes; NaN if any is.</summary>
    /// <param name="lanes">All of them.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float MaxLanes(Vector512<float> lanes) => Max8(Vector256.Max(lanes.GetLower(), lanes.GetUpper()));

    /// <summary>The greatest of 16 lanes, of which a vector has 8; NaN if any is.</summary>
    /// <param name="a">Lanes 0 to 7.</param>
    /// <param name="b">Lanes 8 to 15.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float MaxLanes(Vector<float> a, Vector<float> b) => Max8(Vector.Max(a, b).AsVector256());

    /// <summary>The greatest of 16 lanes, of which a vector has 4; NaN if any is.</summary>
    /// <param name="a">Lanes 0 to 3.</param>
    /// <param name="b">Lanes 4 to 7.</param>
    /// <param name="c">Lanes 8 to 11.</param>
    /// <param name="d">Lanes 12 to 15.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float MaxLanes(Vector<float> a, Vector<float> b, Vector<float> c, Vector<float> d) =>
        Max4(Vector.Max(Vector.Max(a, c), Vector.Max(b, d)).AsVector128());

    /// <summary>The greatest of 16 consecutive floats; NaN if any is.</summary>
    /// <param name="lanes">The first of them.</param>
    public static float MaxLanes(ref float lanes)
    {
        float greatest = lanes;
        for (int i = 1; i < Block; i++)
            greatest = MathF.Max(greatest, Unsafe.Add(ref lanes, i));

        return greatest;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static float Sum8(Vector256<float> lanes) => Sum4(lanes.GetLower() + lanes.GetUpper());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static float Sum4(Vector128<float> lanes)
    {
        lanes += Vector128.Shuffle(lanes, Vector128.Create(2, 3, 2, 3));
        return lanes.ToScalar() + lanes.GetElement(1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static float Max8(Vector256<float> lanes) => Max4(Vector128.Max(lanes.GetLower(), lanes.GetUpper()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static float Max4(Vector128<float> lanes)
    {
        lanes = Vector128.Max(lanes, Vector128.Shuffle(lanes, Vector128.Create(2, 3, 2, 3)));
        return MathF.Max(lanes.ToScalar(), lanes.GetElement(1));
    }
}
