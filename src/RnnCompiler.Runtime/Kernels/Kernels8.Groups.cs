using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace RnnCompiler.CompilerServices;

/// <content>Groups of operations of 8 lanes that one call stands for. Accumulators are locals of the caller, which stay in registers since all is inlined.</content>
public abstract partial class Kernels8
{
    /// <summary>sum ← x · w + sum for two accumulators.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static void Fma2(Vector256<float> x, Vector256<float> w1, Vector256<float> w2, ref Vector256<float> sum1, ref Vector256<float> sum2)
    {
        sum1 = Vector256.MultiplyAddEstimate(x, w1, sum1);
        sum2 = Vector256.MultiplyAddEstimate(x, w2, sum2);
    }

    /// <summary>sum ← x · w + sum for three accumulators.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static void Fma3(
        Vector256<float> x, Vector256<float> w1, Vector256<float> w2, Vector256<float> w3,
        ref Vector256<float> sum1, ref Vector256<float> sum2, ref Vector256<float> sum3)
    {
        sum1 = Vector256.MultiplyAddEstimate(x, w1, sum1);
        sum2 = Vector256.MultiplyAddEstimate(x, w2, sum2);
        sum3 = Vector256.MultiplyAddEstimate(x, w3, sum3);
    }

    /// <summary>sum ← x · w + sum for four accumulators.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static void Fma4(
        Vector256<float> x, Vector256<float> w1, Vector256<float> w2, Vector256<float> w3, Vector256<float> w4,
        ref Vector256<float> sum1, ref Vector256<float> sum2, ref Vector256<float> sum3, ref Vector256<float> sum4)
    {
        sum1 = Vector256.MultiplyAddEstimate(x, w1, sum1);
        sum2 = Vector256.MultiplyAddEstimate(x, w2, sum2);
        sum3 = Vector256.MultiplyAddEstimate(x, w3, sum3);
        sum4 = Vector256.MultiplyAddEstimate(x, w4, sum4);
    }

    /// <summary>sum ← x · w + sum for two accumulators, each w loaded at an offset.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static void FmaAt2(Vector256<float> x, ref float weights, nint offset1, nint offset2, ref Vector256<float> sum1, ref Vector256<float> sum2)
    {
        sum1 = Vector256.MultiplyAddEstimate(x, Vector256.LoadUnsafe(ref weights, (nuint)offset1), sum1);
        sum2 = Vector256.MultiplyAddEstimate(x, Vector256.LoadUnsafe(ref weights, (nuint)offset2), sum2);
    }

    /// <summary>sum ← x · w + sum for three accumulators, each w loaded at an offset.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static void FmaAt3(
        Vector256<float> x, ref float weights, nint offset1, nint offset2, nint offset3,
        ref Vector256<float> sum1, ref Vector256<float> sum2, ref Vector256<float> sum3)
    {
        sum1 = Vector256.MultiplyAddEstimate(x, Vector256.LoadUnsafe(ref weights, (nuint)offset1), sum1);
        sum2 = Vector256.MultiplyAddEstimate(x, Vector256.LoadUnsafe(ref weights, (nuint)offset2), sum2);
        sum3 = Vector256.MultiplyAddEstimate(x, Vector256.LoadUnsafe(ref weights, (nuint)offset3), sum3);
    }

    /// <summary>sum ← x · w + sum for four accumulators, each w loaded at an offset.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static void FmaAt4(
        Vector256<float> x, ref float weights, nint offset1, nint offset2, nint offset3, nint offset4,
        ref Vector256<float> sum1, ref Vector256<float> sum2, ref Vector256<float> sum3, ref Vector256<float> sum4)
    {
        sum1 = Vector256.MultiplyAddEstimate(x, Vector256.LoadUnsafe(ref weights, (nuint)offset1), sum1);
        sum2 = Vector256.MultiplyAddEstimate(x, Vector256.LoadUnsafe(ref weights, (nuint)offset2), sum2);
        sum3 = Vector256.MultiplyAddEstimate(x, Vector256.LoadUnsafe(ref weights, (nuint)offset3), sum3);
        sum4 = Vector256.MultiplyAddEstimate(x, Vector256.LoadUnsafe(ref weights, (nuint)offset4), sum4);
    }

    /// <summary>sum ← x · w + sum for one accumulator, with x one float in every lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static void SplatFma1(ref float source, nint offset, Vector256<float> w1, ref Vector256<float> sum1)
    {
        Vector256<float> x = Vector256.Create(Unsafe.Add(ref source, offset));
        sum1 = Vector256.MultiplyAddEstimate(x, w1, sum1);
    }

    /// <summary>sum ← x · w + sum for two accumulators, with x one float in every lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static void SplatFma2(ref float source, nint offset, Vector256<float> w1, Vector256<float> w2, ref Vector256<float> sum1, ref Vector256<float> sum2)
    {
        Vector256<float> x = Vector256.Create(Unsafe.Add(ref source, offset));
        sum1 = Vector256.MultiplyAddEstimate(x, w1, sum1);
        sum2 = Vector256.MultiplyAddEstimate(x, w2, sum2);
    }

    /// <summary>sum ← x · w + sum for three accumulators, with x one float in every lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static void SplatFma3(
        ref float source, nint offset, Vector256<float> w1, Vector256<float> w2, Vector256<float> w3,
        ref Vector256<float> sum1, ref Vector256<float> sum2, ref Vector256<float> sum3)
    {
        Vector256<float> x = Vector256.Create(Unsafe.Add(ref source, offset));
        sum1 = Vector256.MultiplyAddEstimate(x, w1, sum1);
        sum2 = Vector256.MultiplyAddEstimate(x, w2, sum2);
        sum3 = Vector256.MultiplyAddEstimate(x, w3, sum3);
    }

    /// <summary>sum ← x · w + sum for four accumulators, with x one float in every lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static void SplatFma4(
        ref float source, nint offset, Vector256<float> w1, Vector256<float> w2, Vector256<float> w3, Vector256<float> w4,
        ref Vector256<float> sum1, ref Vector256<float> sum2, ref Vector256<float> sum3, ref Vector256<float> sum4)
    {
        Vector256<float> x = Vector256.Create(Unsafe.Add(ref source, offset));
        sum1 = Vector256.MultiplyAddEstimate(x, w1, sum1);
        sum2 = Vector256.MultiplyAddEstimate(x, w2, sum2);
        sum3 = Vector256.MultiplyAddEstimate(x, w3, sum3);
        sum4 = Vector256.MultiplyAddEstimate(x, w4, sum4);
    }

    /// <summary>sum ← x · w + sum for one accumulator, each w loaded at an offset, with x one float in every lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static void SplatFmaAt1(ref float source, nint offset, ref float weights, nint offset1, ref Vector256<float> sum1)
    {
        Vector256<float> x = Vector256.Create(Unsafe.Add(ref source, offset));
        sum1 = Vector256.MultiplyAddEstimate(x, Vector256.LoadUnsafe(ref weights, (nuint)offset1), sum1);
    }

    /// <summary>sum ← x · w + sum for two accumulators, each w loaded at an offset, with x one float in every lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static void SplatFmaAt2(ref float source, nint offset, ref float weights, nint offset1, nint offset2, ref Vector256<float> sum1, ref Vector256<float> sum2)
    {
        Vector256<float> x = Vector256.Create(Unsafe.Add(ref source, offset));
        sum1 = Vector256.MultiplyAddEstimate(x, Vector256.LoadUnsafe(ref weights, (nuint)offset1), sum1);
        sum2 = Vector256.MultiplyAddEstimate(x, Vector256.LoadUnsafe(ref weights, (nuint)offset2), sum2);
    }

    /// <summary>sum ← x · w + sum for three accumulators, each w loaded at an offset, with x one float in every lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static void SplatFmaAt3(
        ref float source, nint offset, ref float weights, nint offset1, nint offset2, nint offset3,
        ref Vector256<float> sum1, ref Vector256<float> sum2, ref Vector256<float> sum3)
    {
        Vector256<float> x = Vector256.Create(Unsafe.Add(ref source, offset));
        sum1 = Vector256.MultiplyAddEstimate(x, Vector256.LoadUnsafe(ref weights, (nuint)offset1), sum1);
        sum2 = Vector256.MultiplyAddEstimate(x, Vector256.LoadUnsafe(ref weights, (nuint)offset2), sum2);
        sum3 = Vector256.MultiplyAddEstimate(x, Vector256.LoadUnsafe(ref weights, (nuint)offset3), sum3);
    }

    /// <summary>sum ← x · w + sum for four accumulators, each w loaded at an offset, with x one float in every lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static void SplatFmaAt4(
        ref float source, nint offset, ref float weights, nint offset1, nint offset2, nint offset3, nint offset4,
        ref Vector256<float> sum1, ref Vector256<float> sum2, ref Vector256<float> sum3, ref Vector256<float> sum4)
    {
        Vector256<float> x = Vector256.Create(Unsafe.Add(ref source, offset));
        sum1 = Vector256.MultiplyAddEstimate(x, Vector256.LoadUnsafe(ref weights, (nuint)offset1), sum1);
        sum2 = Vector256.MultiplyAddEstimate(x, Vector256.LoadUnsafe(ref weights, (nuint)offset2), sum2);
        sum3 = Vector256.MultiplyAddEstimate(x, Vector256.LoadUnsafe(ref weights, (nuint)offset3), sum3);
        sum4 = Vector256.MultiplyAddEstimate(x, Vector256.LoadUnsafe(ref weights, (nuint)offset4), sum4);
    }

    /// <summary>sum ← x · w + sum for one accumulator, each w loaded at an offset, with x one lane of a vector in every lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static void SplatLaneFmaAt1(
        Vector256<float> vector, [ConstantExpected(Max = 7)] int lane, ref float weights, nint offset1,
        ref Vector256<float> sum1)
    {
        Vector256<float> x = SplatLane(vector, lane);
        sum1 = Vector256.MultiplyAddEstimate(x, Vector256.LoadUnsafe(ref weights, (nuint)offset1), sum1);
    }

    /// <summary>sum ← x · w + sum for two accumulators, each w loaded at an offset, with x one lane of a vector in every lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static void SplatLaneFmaAt2(
        Vector256<float> vector, [ConstantExpected(Max = 7)] int lane, ref float weights, nint offset1, nint offset2,
        ref Vector256<float> sum1, ref Vector256<float> sum2)
    {
        Vector256<float> x = SplatLane(vector, lane);
        sum1 = Vector256.MultiplyAddEstimate(x, Vector256.LoadUnsafe(ref weights, (nuint)offset1), sum1);
        sum2 = Vector256.MultiplyAddEstimate(x, Vector256.LoadUnsafe(ref weights, (nuint)offset2), sum2);
    }

    /// <summary>sum ← x · w + sum for three accumulators, each w loaded at an offset, with x one lane of a vector in every lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static void SplatLaneFmaAt3(
        Vector256<float> vector, [ConstantExpected(Max = 7)] int lane, ref float weights, nint offset1, nint offset2, nint offset3,
        ref Vector256<float> sum1, ref Vector256<float> sum2, ref Vector256<float> sum3)
    {
        Vector256<float> x = SplatLane(vector, lane);
        sum1 = Vector256.MultiplyAddEstimate(x, Vector256.LoadUnsafe(ref weights, (nuint)offset1), sum1);
        sum2 = Vector256.MultiplyAddEstimate(x, Vector256.LoadUnsafe(ref weights, (nuint)offset2), sum2);
        sum3 = Vector256.MultiplyAddEstimate(x, Vector256.LoadUnsafe(ref weights, (nuint)offset3), sum3);
    }

    /// <summary>sum ← x · w + sum for four accumulators, each w loaded at an offset, with x one lane of a vector in every lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static void SplatLaneFmaAt4(
        Vector256<float> vector, [ConstantExpected(Max = 7)] int lane, ref float weights, nint offset1, nint offset2, nint offset3, nint offset4,
        ref Vector256<float> sum1, ref Vector256<float> sum2, ref Vector256<float> sum3, ref Vector256<float> sum4)
    {
        Vector256<float> x = SplatLane(vector, lane);
        sum1 = Vector256.MultiplyAddEstimate(x, Vector256.LoadUnsafe(ref weights, (nuint)offset1), sum1);
        sum2 = Vector256.MultiplyAddEstimate(x, Vector256.LoadUnsafe(ref weights, (nuint)offset2), sum2);
        sum3 = Vector256.MultiplyAddEstimate(x, Vector256.LoadUnsafe(ref weights, (nuint)offset3), sum3);
        sum4 = Vector256.MultiplyAddEstimate(x, Vector256.LoadUnsafe(ref weights, (nuint)offset4), sum4);
    }

    /// <summary>Loads vectors at two offsets.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static void Load2(ref float source, nint offset1, nint offset2, out Vector256<float> value1, out Vector256<float> value2)
    {
        value1 = Vector256.LoadUnsafe(ref source, (nuint)offset1);
        value2 = Vector256.LoadUnsafe(ref source, (nuint)offset2);
    }

    /// <summary>Stores vectors at two offsets.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static void Store2(Vector256<float> value1, Vector256<float> value2, ref float destination, nint offset1, nint offset2)
    {
        Store(value1, ref destination, offset1);
        Store(value2, ref destination, offset2);
    }

    /// <summary>Loads vectors at three offsets.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static void Load3(ref float source, nint offset1, nint offset2, nint offset3, out Vector256<float> value1, out Vector256<float> value2, out Vector256<float> value3)
    {
        value1 = Vector256.LoadUnsafe(ref source, (nuint)offset1);
        value2 = Vector256.LoadUnsafe(ref source, (nuint)offset2);
        value3 = Vector256.LoadUnsafe(ref source, (nuint)offset3);
    }

    /// <summary>Stores vectors at three offsets.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static void Store3(Vector256<float> value1, Vector256<float> value2, Vector256<float> value3, ref float destination, nint offset1, nint offset2, nint offset3)
    {
        Store(value1, ref destination, offset1);
        Store(value2, ref destination, offset2);
        Store(value3, ref destination, offset3);
    }

    /// <summary>Loads vectors at four offsets.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static void Load4(
        ref float source, nint offset1, nint offset2, nint offset3, nint offset4,
        out Vector256<float> value1, out Vector256<float> value2, out Vector256<float> value3, out Vector256<float> value4)
    {
        value1 = Vector256.LoadUnsafe(ref source, (nuint)offset1);
        value2 = Vector256.LoadUnsafe(ref source, (nuint)offset2);
        value3 = Vector256.LoadUnsafe(ref source, (nuint)offset3);
        value4 = Vector256.LoadUnsafe(ref source, (nuint)offset4);
    }

    /// <summary>Stores vectors at four offsets.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static void Store4(
        Vector256<float> value1, Vector256<float> value2, Vector256<float> value3, Vector256<float> value4,
        ref float destination, nint offset1, nint offset2, nint offset3, nint offset4)
    {
        Store(value1, ref destination, offset1);
        Store(value2, ref destination, offset2);
        Store(value3, ref destination, offset3);
        Store(value4, ref destination, offset4);
    }
}
