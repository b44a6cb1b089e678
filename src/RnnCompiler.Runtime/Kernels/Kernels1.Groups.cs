using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace RnnCompiler.CompilerServices;

/// <content>Groups of operations of one lane that one call stands for. Accumulators are locals of the caller, which stay in registers since all is inlined.</content>
public abstract partial class Kernels1
{
    /// <summary>sum ← x · w + sum for two accumulators.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static void Fma2(float x, float w1, float w2, ref float sum1, ref float sum2)
    {
        sum1 = float.MultiplyAddEstimate(x, w1, sum1);
        sum2 = float.MultiplyAddEstimate(x, w2, sum2);
    }

    /// <summary>sum ← x · w + sum for three accumulators.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static void Fma3(float x, float w1, float w2, float w3, ref float sum1, ref float sum2, ref float sum3)
    {
        sum1 = float.MultiplyAddEstimate(x, w1, sum1);
        sum2 = float.MultiplyAddEstimate(x, w2, sum2);
        sum3 = float.MultiplyAddEstimate(x, w3, sum3);
    }

    /// <summary>sum ← x · w + sum for four accumulators.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static void Fma4(float x, float w1, float w2, float w3, float w4, ref float sum1, ref float sum2, ref float sum3, ref float sum4)
    {
        sum1 = float.MultiplyAddEstimate(x, w1, sum1);
        sum2 = float.MultiplyAddEstimate(x, w2, sum2);
        sum3 = float.MultiplyAddEstimate(x, w3, sum3);
        sum4 = float.MultiplyAddEstimate(x, w4, sum4);
    }

    /// <summary>sum ← x · w + sum for two accumulators, each w loaded at an offset.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static void FmaAt2(float x, ref float weights, nint offset1, nint offset2, ref float sum1, ref float sum2)
    {
        sum1 = float.MultiplyAddEstimate(x, Unsafe.Add(ref weights, offset1), sum1);
        sum2 = float.MultiplyAddEstimate(x, Unsafe.Add(ref weights, offset2), sum2);
    }

    /// <summary>sum ← x · w + sum for three accumulators, each w loaded at an offset.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static void FmaAt3(float x, ref float weights, nint offset1, nint offset2, nint offset3, ref float sum1, ref float sum2, ref float sum3)
    {
        sum1 = float.MultiplyAddEstimate(x, Unsafe.Add(ref weights, offset1), sum1);
        sum2 = float.MultiplyAddEstimate(x, Unsafe.Add(ref weights, offset2), sum2);
        sum3 = float.MultiplyAddEstimate(x, Unsafe.Add(ref weights, offset3), sum3);
    }

    /// <summary>sum ← x · w + sum for four accumulators, each w loaded at an offset.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static void FmaAt4(float x, ref float weights, nint offset1, nint offset2, nint offset3, nint offset4, ref float sum1, ref float sum2, ref float sum3, ref float sum4)
    {
        sum1 = float.MultiplyAddEstimate(x, Unsafe.Add(ref weights, offset1), sum1);
        sum2 = float.MultiplyAddEstimate(x, Unsafe.Add(ref weights, offset2), sum2);
        sum3 = float.MultiplyAddEstimate(x, Unsafe.Add(ref weights, offset3), sum3);
        sum4 = float.MultiplyAddEstimate(x, Unsafe.Add(ref weights, offset4), sum4);
    }

    /// <summary>sum ← x · w + sum for one accumulator, with x one float in every lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static void SplatFma1(ref float source, nint offset, float w1, ref float sum1)
    {
        float x = Unsafe.Add(ref source, offset);
        sum1 = float.MultiplyAddEstimate(x, w1, sum1);
    }

    /// <summary>sum ← x · w + sum for two accumulators, with x one float in every lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static void SplatFma2(ref float source, nint offset, float w1, float w2, ref float sum1, ref float sum2)
    {
        float x = Unsafe.Add(ref source, offset);
        sum1 = float.MultiplyAddEstimate(x, w1, sum1);
        sum2 = float.MultiplyAddEstimate(x, w2, sum2);
    }

    /// <summary>sum ← x · w + sum for three accumulators, with x one float in every lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static void SplatFma3(ref float source, nint offset, float w1, float w2, float w3, ref float sum1, ref float sum2, ref float sum3)
    {
        float x = Unsafe.Add(ref source, offset);
        sum1 = float.MultiplyAddEstimate(x, w1, sum1);
        sum2 = float.MultiplyAddEstimate(x, w2, sum2);
        sum3 = float.MultiplyAddEstimate(x, w3, sum3);
    }

    /// <summary>sum ← x · w + sum for four accumulators, with x one float in every lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static void SplatFma4(ref float source, nint offset, float w1, float w2, float w3, float w4, ref float sum1, ref float sum2, ref float sum3, ref float sum4)
    {
        float x = Unsafe.Add(ref source, offset);
        sum1 = float.MultiplyAddEstimate(x, w1, sum1);
        sum2 = float.MultiplyAddEstimate(x, w2, sum2);
        sum3 = float.MultiplyAddEstimate(x, w3, sum3);
        sum4 = float.MultiplyAddEstimate(x, w4, sum4);
    }

    /// <summary>sum ← x · w + sum for one accumulator, each w loaded at an offset, with x one float in every lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static void SplatFmaAt1(ref float source, nint offset, ref float weights, nint offset1, ref float sum1)
    {
        float x = Unsafe.Add(ref source, offset);
        sum1 = float.MultiplyAddEstimate(x, Unsafe.Add(ref weights, offset1), sum1);
    }

    /// <summary>sum ← x · w + sum for two accumulators, each w loaded at an offset, with x one float in every lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static void SplatFmaAt2(ref float source, nint offset, ref float weights, nint offset1, nint offset2, ref float sum1, ref float sum2)
    {
        float x = Unsafe.Add(ref source, offset);
        sum1 = float.MultiplyAddEstimate(x, Unsafe.Add(ref weights, offset1), sum1);
        sum2 = float.MultiplyAddEstimate(x, Unsafe.Add(ref weights, offset2), sum2);
    }

    /// <summary>sum ← x · w + sum for three accumulators, each w loaded at an offset, with x one float in every lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static void SplatFmaAt3(ref float source, nint offset, ref float weights, nint offset1, nint offset2, nint offset3, ref float sum1, ref float sum2, ref float sum3)
    {
        float x = Unsafe.Add(ref source, offset);
        sum1 = float.MultiplyAddEstimate(x, Unsafe.Add(ref weights, offset1), sum1);
        sum2 = float.MultiplyAddEstimate(x, Unsafe.Add(ref weights, offset2), sum2);
        sum3 = float.MultiplyAddEstimate(x, Unsafe.Add(ref weights, offset3), sum3);
    }

    /// <summary>sum ← x · w + sum for four accumulators, each w loaded at an offset, with x one float in every lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static void SplatFmaAt4(
        ref float source, nint offset, ref float weights, nint offset1, nint offset2, nint offset3, nint offset4,
        ref float sum1, ref float sum2, ref float sum3, ref float sum4)
    {
        float x = Unsafe.Add(ref source, offset);
        sum1 = float.MultiplyAddEstimate(x, Unsafe.Add(ref weights, offset1), sum1);
        sum2 = float.MultiplyAddEstimate(x, Unsafe.Add(ref weights, offset2), sum2);
        sum3 = float.MultiplyAddEstimate(x, Unsafe.Add(ref weights, offset3), sum3);
        sum4 = float.MultiplyAddEstimate(x, Unsafe.Add(ref weights, offset4), sum4);
    }

    /// <summary>sum ← x · w + sum for one accumulator, each w loaded at an offset, with x one lane of a vector in every lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static void SplatLaneFmaAt1(
        float vector, [ConstantExpected(Max = 0)] int lane, ref float weights, nint offset1,
        ref float sum1)
    {
        float x = SplatLane(vector, lane);
        sum1 = float.MultiplyAddEstimate(x, Unsafe.Add(ref weights, offset1), sum1);
    }

    /// <summary>sum ← x · w + sum for two accumulators, each w loaded at an offset, with x one lane of a vector in every lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static void SplatLaneFmaAt2(
        float vector, [ConstantExpected(Max = 0)] int lane, ref float weights, nint offset1, nint offset2,
        ref float sum1, ref float sum2)
    {
        float x = SplatLane(vector, lane);
        sum1 = float.MultiplyAddEstimate(x, Unsafe.Add(ref weights, offset1), sum1);
        sum2 = float.MultiplyAddEstimate(x, Unsafe.Add(ref weights, offset2), sum2);
    }

    /// <summary>sum ← x · w + sum for three accumulators, each w loaded at an offset, with x one lane of a vector in every lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static void SplatLaneFmaAt3(
        float vector, [ConstantExpected(Max = 0)] int lane, ref float weights, nint offset1, nint offset2, nint offset3,
        ref float sum1, ref float sum2, ref float sum3)
    {
        float x = SplatLane(vector, lane);
        sum1 = float.MultiplyAddEstimate(x, Unsafe.Add(ref weights, offset1), sum1);
        sum2 = float.MultiplyAddEstimate(x, Unsafe.Add(ref weights, offset2), sum2);
        sum3 = float.MultiplyAddEstimate(x, Unsafe.Add(ref weights, offset3), sum3);
    }

    /// <summary>sum ← x · w + sum for four accumulators, each w loaded at an offset, with x one lane of a vector in every lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static void SplatLaneFmaAt4(
        float vector, [ConstantExpected(Max = 0)] int lane, ref float weights, nint offset1, nint offset2, nint offset3, nint offset4,
        ref float sum1, ref float sum2, ref float sum3, ref float sum4)
    {
        float x = SplatLane(vector, lane);
        sum1 = float.MultiplyAddEstimate(x, Unsafe.Add(ref weights, offset1), sum1);
        sum2 = float.MultiplyAddEstimate(x, Unsafe.Add(ref weights, offset2), sum2);
        sum3 = float.MultiplyAddEstimate(x, Unsafe.Add(ref weights, offset3), sum3);
        sum4 = float.MultiplyAddEstimate(x, Unsafe.Add(ref weights, offset4), sum4);
    }

    /// <summary>Loads vectors at two offsets.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static void Load2(ref float source, nint offset1, nint offset2, out float value1, out float value2)
    {
        value1 = Unsafe.Add(ref source, offset1);
        value2 = Unsafe.Add(ref source, offset2);
    }

    /// <summary>Stores vectors at two offsets.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static void Store2(float value1, float value2, ref float destination, nint offset1, nint offset2)
    {
        Store(value1, ref destination, offset1);
        Store(value2, ref destination, offset2);
    }

    /// <summary>Loads vectors at three offsets.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static void Load3(ref float source, nint offset1, nint offset2, nint offset3, out float value1, out float value2, out float value3)
    {
        value1 = Unsafe.Add(ref source, offset1);
        value2 = Unsafe.Add(ref source, offset2);
        value3 = Unsafe.Add(ref source, offset3);
    }

    /// <summary>Stores vectors at three offsets.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static void Store3(float value1, float value2, float value3, ref float destination, nint offset1, nint offset2, nint offset3)
    {
        Store(value1, ref destination, offset1);
        Store(value2, ref destination, offset2);
        Store(value3, ref destination, offset3);
    }

    /// <summary>Loads vectors at four offsets.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static void Load4(ref float source, nint offset1, nint offset2, nint offset3, nint offset4, out float value1, out float value2, out float value3, out float value4)
    {
        value1 = Unsafe.Add(ref source, offset1);
        value2 = Unsafe.Add(ref source, offset2);
        value3 = Unsafe.Add(ref source, offset3);
        value4 = Unsafe.Add(ref source, offset4);
    }

    /// <summary>Stores vectors at four offsets.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static void Store4(float value1, float value2, float value3, float value4, ref float destination, nint offset1, nint offset2, nint offset3, nint offset4)
    {
        Store(value1, ref destination, offset1);
        Store(value2, ref destination, offset2);
        Store(value3, ref destination, offset3);
        Store(value4, ref destination, offset4);
    }
}
