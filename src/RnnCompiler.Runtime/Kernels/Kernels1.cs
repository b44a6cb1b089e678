using System.Diagnostics.CodeAnalysis;
using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace RnnCompiler.CompilerServices;

/// <summary>
/// The operations of kernels for one lane, <c>float</c>. Generated kernels derive from it, so that
/// each operation is a simple name that is neither generic nor overloaded: the C# compiler binds hundreds of thousands of them in seconds.
/// Offsets are in elements. All of it is inlined.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract partial class Kernels1
{
    /// <summary>Only derived classes use the operations; no object is made.</summary>
    protected Kernels1()
    {
    }

    /// <summary>Whether the hardware of this process runs these kernels at full speed; a constant to the JIT compiler.</summary>
    public static bool IsSupported
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => true;
    }

    /// <summary>A reference to the float at an offset.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static ref float At(ref float origin, nint offset) => ref Unsafe.Add(ref origin, offset);

    /// <summary>A reference to the id at an offset.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static ref int IdAt(ref int origin, nint offset) => ref Unsafe.Add(ref origin, offset);

    /// <summary>A reference to the byte at an offset.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static ref sbyte ByteAt(ref sbyte origin, nint offset) => ref Unsafe.Add(ref origin, offset);

    /// <summary>1 if a float comes before another one in memory, else 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static nint Precedes(ref float first, ref float second) => Unsafe.IsAddressLessThan(ref first, ref second) ? 1 : 0;

    /// <summary>Sets consecutive floats to 0.</summary>
    protected static void Clear(ref float origin, int count) => System.Runtime.InteropServices.MemoryMarshal.CreateSpan(ref origin, count).Clear();

    /// <summary>Copies consecutive floats.</summary>
    protected static void Copy(ref float source, ref float target, int count) => FloatMemory.Copy(ref source, ref target, count);

    /// <summary>Rounds consecutive floats to bytes, four in each word, which the scale follows.</summary>
    protected static void Quantize(ref float source, ref float target, int count) => QuantizedFloats.Round(ref source, ref target, count);

    /// <summary>Consecutive floats, one in each lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static float Load(ref float source, nint offset) => Unsafe.Add(ref source, offset);

    /// <summary>The first <paramref name="count"/> lanes loaded, the others 0; memory beyond them is not read.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static float LoadPartial(ref float source, nint offset, int count) => count > 0 ? Unsafe.Add(ref source, offset) : 0f;

    /// <summary>Stores all lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static void Store(float value, ref float destination, nint offset) => Unsafe.Add(ref destination, offset) = value;

    /// <summary>Stores the first <paramref name="count"/> lanes; memory beyond them is not written.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static void StorePartial(float value, ref float destination, nint offset, int count)
    {
        if (count > 0)
            Unsafe.Add(ref destination, offset) = value;
    }

    /// <summary>One number in every lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static float Splat(float number) => number;

    /// <summary>The float at an offset in every lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static float SplatAt(ref float source, nint offset) => Unsafe.Add(ref source, offset);

    /// <summary>a · b + c, fused where code is compiled for fused multiply-add.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static float Fma(float a, float b, float c) => float.MultiplyAddEstimate(a, b, c);

    /// <summary>The greater of each lane; NaN if either is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static float Max(float a, float b) => MathF.Max(a, b);

    /// <summary>The smaller of each lane; NaN if either is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static float Min(float a, float b) => MathF.Min(a, b);

    /// <summary>max(0, a).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static float Relu(float a) => MathF.Max(a, 0f);

    /// <summary>|a|.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static float Abs(float a) => MathF.Abs(a);

    /// <summary>√a.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static float Sqrt(float a) => MathF.Sqrt(a);

    /// <summary>1 where a ≥ b, else 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static float GreaterOrEqual(float a, float b) => a >= b ? 1f : 0f;

    /// <summary>a where the condition is not 0, else b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static float Select(float condition, float a, float b) => condition != 0f ? a : b;

    /// <summary>The float itself, which is the only lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static float SplatLane(float a, [ConstantExpected(Max = 0)] int lane)
    {
        _ = lane;
        return a;
    }

    /// <summary>The lanes from <paramref name="count"/> on replaced by <paramref name="fill"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static float MaskTail(float a, int count, float fill) => VectorMath.MaskTail(a, count, fill);

    /// <summary>1 in the lane whose element is the id, else 0; lane 0 holds the element <paramref name="firstLane"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static float OneHot(nint id, nint firstLane) => VectorMath.OneHotScalar((int)id, (int)firstLane);

    /// <summary>Consecutive signed bytes as floats.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static float LoadBytes(ref sbyte source, nint offset) => Unsafe.Add(ref source, offset);

    /// <summary>The integer c plus the products of the four unsigned bytes of a with the four signed bytes of b, in each word; two products fit into 16 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static float FmaBytes(float a, float b, float c) => VectorMath.FmaBytes(a, b, c);

    /// <summary>The integer in each word as a float.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static float IntegerToFloat(float words) => BitConverter.SingleToInt32Bits(words);

    /// <summary>The lower half of each 32-bit word as the bfloat16 number that it is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static float LowerHalves(float words) => BitConverter.UInt32BitsToSingle(BitConverter.SingleToUInt32Bits(words) << 16);

    /// <summary>The upper half of each 32-bit word as the bfloat16 number that it is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static float UpperHalves(float words) => BitConverter.UInt32BitsToSingle(BitConverter.SingleToUInt32Bits(words) & 0xFFFF0000u);
}
