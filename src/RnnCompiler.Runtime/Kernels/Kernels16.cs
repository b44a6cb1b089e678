using System.Diagnostics.CodeAnalysis;
using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace RnnCompiler.CompilerServices;

/// <summary>
/// The operations of kernels for 16 lanes, <c>Vector512&lt;float&gt;</c>. Generated kernels derive from it, so that
/// each operation is a simple name that is neither generic nor overloaded: the C# compiler binds hundreds of thousands of them in seconds.
/// Offsets are in elements. All of it is inlined.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract partial class Kernels16
{
    /// <summary>Only derived classes use the operations; no object is made.</summary>
    protected Kernels16()
    {
    }

    /// <summary>Whether the hardware of this process runs these kernels at full speed; a constant to the JIT compiler.</summary>
    public static bool IsSupported
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector512.IsHardwareAccelerated;
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
    protected static Vector512<float> Load(ref float source, nint offset) => Vector512.LoadUnsafe(ref source, (nuint)offset);

    /// <summary>The first <paramref name="count"/> lanes loaded, the others 0; memory beyond them is not read.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static Vector512<float> LoadPartial(ref float source, nint offset, int count) => VectorMath.LoadPartial512(ref source, (nuint)offset, count);

    /// <summary>Stores all lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static void Store(Vector512<float> value, ref float destination, nint offset) => value.StoreUnsafe(ref destination, (nuint)offset);

    /// <summary>Stores the first <paramref name="count"/> lanes; memory beyond them is not written.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static void StorePartial(Vector512<float> value, ref float destination, nint offset, int count) =>
        VectorMath.StorePartial(value, ref destination, (nuint)offset, count);

    /// <summary>One number in every lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static Vector512<float> Splat(float number) => Vector512.Create(number);

    /// <summary>The float at an offset in every lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static Vector512<float> SplatAt(ref float source, nint offset) => Vector512.Create(Unsafe.Add(ref source, offset));

    /// <summary>a · b + c, fused where code is compiled for fused multiply-add.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static Vector512<float> Fma(Vector512<float> a, Vector512<float> b, Vector512<float> c) => Vector512.MultiplyAddEstimate(a, b, c);

    /// <summary>The greater of each lane; NaN if either is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static Vector512<float> Max(Vector512<float> a, Vector512<float> b) => Vector512.Max(a, b);

    /// <summary>The smaller of each lane; NaN if either is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static Vector512<float> Min(Vector512<float> a, Vector512<float> b) => Vector512.Min(a, b);

    /// <summary>max(0, a).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static Vector512<float> Relu(Vector512<float> a) => Vector512.Max(a, Vector512<float>.Zero);

    /// <summary>|a|.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static Vector512<float> Abs(Vector512<float> a) => Vector512.Abs(a);

    /// <summary>√a.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static Vector512<float> Sqrt(Vector512<float> a) => Vector512.Sqrt(a);

    /// <summary>1 where a ≥ b, else 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static Vector512<float> GreaterOrEqual(Vector512<float> a, Vector512<float> b) =>
        Vector512.ConditionalSelect(Vector512.GreaterThanOrEqual(a, b), Vector512<float>.One, Vector512<float>.Zero);

    /// <summary>a where the condition is not 0, else b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static Vector512<float> Select(Vector512<float> condition, Vector512<float> a, Vector512<float> b) =>
        Vector512.ConditionalSelect(Vector512.Equals(condition, Vector512<float>.Zero), b, a);

    /// <summary>One lane of a vector in every lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static Vector512<float> SplatLane(Vector512<float> a, [ConstantExpected(Max = 15)] int lane) => VectorMath.SplatLane(a, lane);

    /// <summary>The lanes from <paramref name="count"/> on replaced by <paramref name="fill"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static Vector512<float> MaskTail(Vector512<float> a, int count, float fill) => VectorMath.MaskTail(a, count, fill);

    /// <summary>1 in the lane whose element is the id, else 0; lane 0 holds the element <paramref name="firstLane"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static Vector512<float> OneHot(nint id, nint firstLane) => VectorMath.OneHot512((int)id, (int)firstLane);

    /// <summary>Consecutive signed bytes as floats.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static Vector512<float> LoadBytes(ref sbyte source, nint offset) => VectorMath.LoadBytes512(ref source, (nuint)offset);

    /// <summary>The integer c plus the products of the four unsigned bytes of a with the four signed bytes of b, in each word; two products fit into 16 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static Vector512<float> FmaBytes(Vector512<float> a, Vector512<float> b, Vector512<float> c)
    {
        if (!Avx512BW.IsSupported)
            return VectorMath.FmaBytes(a, b, c);
        Vector512<short> pairs = Avx512BW.MultiplyAddAdjacent(a.AsByte(), b.AsSByte());
        return (Avx512BW.MultiplyAddAdjacent(pairs, Vector512<short>.One) + c.AsInt32()).AsSingle();
    }

    /// <summary>The integer in each word as a float.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static Vector512<float> IntegerToFloat(Vector512<float> words) => Vector512.ConvertToSingle(words.AsInt32());

    /// <summary>The lower half of each 32-bit word as the bfloat16 number that it is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static Vector512<float> LowerHalves(Vector512<float> words) => Vector512.ShiftLeft(words.AsUInt32(), 16).AsSingle();

    /// <summary>The upper half of each 32-bit word as the bfloat16 number that it is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static Vector512<float> UpperHalves(Vector512<float> words) => (words.AsUInt32() & Vector512.Create(0xFFFF0000u)).AsSingle();

    /// <summary>The sum of 16 lanes, in a fixed tree.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static float SumLanes(Vector512<float> a) => VectorMath.SumLanes(a);

    /// <summary>The greatest of 16 lanes; NaN if any is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static float MaxLanes(Vector512<float> a) => VectorMath.MaxLanes(a);
}
