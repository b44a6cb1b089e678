using System.Diagnostics.CodeAnalysis;
using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace RnnCompiler.CompilerServices;

/// <summary>
/// The operations of kernels for 8 lanes, <c>Vector256&lt;float&gt;</c>. Generated kernels derive from it, so that
/// each operation is a simple name that is neither generic nor overloaded: the C# compiler binds hundreds of thousands of them in seconds.
/// Offsets are in elements. All of it is inlined.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract partial class Kernels8
{
    /// <summary>Only derived classes use the operations; no object is made.</summary>
    protected Kernels8()
    {
    }

    /// <summary>Whether the hardware of this process runs these kernels at full speed; a constant to the JIT compiler.</summary>
    public static bool IsSupported
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector256.IsHardwareAccelerated && Vector<float>.Count >= 8;
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
    protected static Vector256<float> Load(ref float source, nint offset) => Vector256.LoadUnsafe(ref source, (nuint)offset);

    /// <summary>The first <paramref name="count"/> lanes loaded, the others 0; memory beyond them is not read.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static Vector256<float> LoadPartial(ref float source, nint offset, int count) => VectorMath.Load8(ref Unsafe.Add(ref source, offset), count);

    /// <summary>Stores all lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static void Store(Vector256<float> value, ref float destination, nint offset) => value.StoreUnsafe(ref destination, (nuint)offset);

    /// <summary>Stores the first <paramref name="count"/> lanes; memory beyond them is not written.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static void StorePartial(Vector256<float> value, ref float destination, nint offset, int count) =>
        VectorMath.Store8(value, ref Unsafe.Add(ref destination, offset), count);

    /// <summary>One number in every lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static Vector256<float> Splat(float number) => Vector256.Create(number);

    /// <summary>The float at an offset in every lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static Vector256<float> SplatAt(ref float source, nint offset) => Vector256.Create(Unsafe.Add(ref source, offset));

    /// <summary>a · b + c, fused where code is compiled for fused multiply-add.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static Vector256<float> Fma(Vector256<float> a, Vector256<float> b, Vector256<float> c) => Vector256.MultiplyAddEstimate(a, b, c);

    /// <summary>The greater of each lane; NaN if either is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static Vector256<float> Max(Vector256<float> a, Vector256<float> b) => Vector256.Max(a, b);

    /// <summary>The smaller of each lane; NaN if either is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static Vector256<float> Min(Vector256<float> a, Vector256<float> b) => Vector256.Min(a, b);

    /// <summary>max(0, a).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static Vector256<float> Relu(Vector256<float> a) => Vector256.Max(a, Vector256<float>.Zero);

    /// <summary>|a|.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static Vector256<float> Abs(Vector256<float> a) => Vector256.Abs(a);

    /// <summary>√a.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static Vector256<float> Sqrt(Vector256<float> a) => Vector256.Sqrt(a);

    /// <summary>1 where a ≥ b, else 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static Vector256<float> GreaterOrEqual(Vector256<float> a, Vector256<float> b) =>
        Vector256.ConditionalSelect(Vector256.GreaterThanOrEqual(a, b), Vector256<float>.One, Vector256<float>.Zero);

    /// <summary>a where the condition is not 0, else b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static Vector256<float> Select(Vector256<float> condition, Vector256<float> a, Vector256<float> b) =>
        Vector256.ConditionalSelect(Vector256.Equals(condition, Vector256<float>.Zero), b, a);

    /// <summary>One lane of a vector in every lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static Vector256<float> SplatLane(Vector256<float> a, [ConstantExpected(Max = 7)] int lane) => VectorMath.SplatLane(a, lane);

    /// <summary>The lanes from <paramref name="count"/> on replaced by <paramref name="fill"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static Vector256<float> MaskTail(Vector256<float> a, int count, float fill) =>
        Vector256.ConditionalSelect(Vector256.LessThan(Vector256<int>.Indices, Vector256.Create(count)).AsSingle(), a, Vector256.Create(fill));

    /// <summary>1 in the lane whose element is the id, else 0; lane 0 holds the element <paramref name="firstLane"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static Vector256<float> OneHot(nint id, nint firstLane) =>
        Vector256.ConditionalSelect(Vector256.Equals(Vector256<int>.Indices, Vector256.Create((int)(id - firstLane))).AsSingle(), Vector256<float>.One, Vector256<float>.Zero);

    /// <summary>Consecutive signed bytes as floats.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static Vector256<float> LoadBytes(ref sbyte source, nint offset) =>
        VectorMath.Widen8(Vector128.CreateScalarUnsafe(Unsafe.ReadUnaligned<long>(ref Unsafe.As<sbyte, byte>(ref Unsafe.Add(ref source, offset)))).AsSByte());

    /// <summary>The integer c plus the products of the four unsigned bytes of a with the four signed bytes of b, in each word; two products fit into 16 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static Vector256<float> FmaBytes(Vector256<float> a, Vector256<float> b, Vector256<float> c)
    {
        if (AvxVnni.IsSupported)
            return AvxVnni.MultiplyWideningAndAdd(c.AsInt32(), a.AsByte(), b.AsSByte()).AsSingle();
        if (!Avx2.IsSupported)
            return VectorMath.FmaBytes(a, b, c);
        Vector256<short> pairs = Avx2.MultiplyAddAdjacent(a.AsByte(), b.AsSByte());
        return (Avx2.MultiplyAddAdjacent(pairs, Vector256<short>.One) + c.AsInt32()).AsSingle();
    }

    /// <summary>The integer in each word as a float.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static Vector256<float> IntegerToFloat(Vector256<float> words) => Vector256.ConvertToSingle(words.AsInt32());

    /// <summary>The lower half of each 32-bit word as the bfloat16 number that it is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static Vector256<float> LowerHalves(Vector256<float> words) => Vector256.ShiftLeft(words.AsUInt32(), 16).AsSingle();

    /// <summary>The upper half of each 32-bit word as the bfloat16 number that it is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static Vector256<float> UpperHalves(Vector256<float> words) => (words.AsUInt32() & Vector256.Create(0xFFFF0000u)).AsSingle();

    /// <summary>The sum of 16 lanes, in a fixed tree.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static float SumLanes(Vector256<float> a, Vector256<float> b) => VectorMath.Sum8(a + b);

    /// <summary>The greatest of 16 lanes; NaN if any is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static float MaxLanes(Vector256<float> a, Vector256<float> b) => VectorMath.Max8(Vector256.Max(a, b));
}
