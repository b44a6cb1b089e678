using System.Diagnostics.CodeAnalysis;
using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace RnnCompiler.CompilerServices;

/// <summary>
/// The operations of kernels for 4 lanes, <c>Vector128&lt;float&gt;</c>. Generated kernels derive from it, so that
/// each operation is a simple name that is neither generic nor overloaded: the C# compiler binds hundreds of thousands of them in seconds.
/// Offsets are in elements. All of it is inlined.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract partial class Kernels4
{
    /// <summary>Only derived classes use the operations; no object is made.</summary>
    protected Kernels4()
    {
    }

    /// <summary>Whether the hardware of this process runs these kernels at full speed; a constant to the JIT compiler.</summary>
    public static bool IsSupported
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector128.IsHardwareAccelerated;
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
    protected static Vector128<float> Load(ref float source, nint offset) => Vector128.LoadUnsafe(ref source, (nuint)offset);

    /// <summary>The first <paramref name="count"/> lanes loaded, the others 0; memory beyond them is not read.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static Vector128<float> LoadPartial(ref float source, nint offset, int count) => VectorMath.Load4(ref Unsafe.Add(ref source, offset), count);

    /// <summary>Stores all lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static void Store(Vector128<float> value, ref float destination, nint offset) => value.StoreUnsafe(ref destination, (nuint)offset);

    /// <summary>Stores the first <paramref name="count"/> lanes; memory beyond them is not written.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static void StorePartial(Vector128<float> value, ref float destination, nint offset, int count) =>
        VectorMath.Store4(value, ref Unsafe.Add(ref destination, offset), count);

    /// <summary>One number in every lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static Vector128<float> Splat(float number) => Vector128.Create(number);

    /// <summary>The float at an offset in every lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static Vector128<float> SplatAt(ref float source, nint offset) => Vector128.Create(Unsafe.Add(ref source, offset));

    /// <summary>a · b + c, fused where code is compiled for fused multiply-add.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static Vector128<float> Fma(Vector128<float> a, Vector128<float> b, Vector128<float> c) => Vector128.MultiplyAddEstimate(a, b, c);

    /// <summary>The greater of each lane; NaN if either is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static Vector128<float> Max(Vector128<float> a, Vector128<float> b) => Vector128.Max(a, b);

    /// <summary>The smaller of each lane; NaN if either is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static Vector128<float> Min(Vector128<float> a, Vector128<float> b) => Vector128.Min(a, b);

    /// <summary>max(0, a).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static Vector128<float> Relu(Vector128<float> a) => Vector128.Max(a, Vector128<float>.Zero);

    /// <summary>|a|.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static Vector128<float> Abs(Vector128<float> a) => Vector128.Abs(a);

    /// <summary>√a.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static Vector128<float> Sqrt(Vector128<float> a) => Vector128.Sqrt(a);

    /// <summary>1 where a ≥ b, else 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static Vector128<float> GreaterOrEqual(Vector128<float> a, Vector128<float> b) =>
        Vector128.ConditionalSelect(Vector128.GreaterThanOrEqual(a, b), Vector128<float>.One, Vector128<float>.Zero);

    /// <summary>a where the condition is not 0, else b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static Vector128<float> Select(Vector128<float> condition, Vector128<float> a, Vector128<float> b) =>
        Vector128.ConditionalSelect(Vector128.Equals(condition, Vector128<float>.Zero), b, a);

    /// <summary>One lane of a vector in every lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static Vector128<float> SplatLane(Vector128<float> a, [ConstantExpected(Max = 3)] int lane) => Vector128.Create(a.GetElement(lane));

    /// <summary>The lanes from <paramref name="count"/> on replaced by <paramref name="fill"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static Vector128<float> MaskTail(Vector128<float> a, int count, float fill) =>
        Vector128.ConditionalSelect(Vector128.LessThan(Vector128<int>.Indices, Vector128.Create(count)).AsSingle(), a, Vector128.Create(fill));

    /// <summary>1 in the lane whose element is the id, else 0; lane 0 holds the element <paramref name="firstLane"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static Vector128<float> OneHot(nint id, nint firstLane) =>
        Vector128.ConditionalSelect(Vector128.Equals(Vector128<int>.Indices, Vector128.Create((int)(id - firstLane))).AsSingle(), Vector128<float>.One, Vector128<float>.Zero);

    /// <summary>Consecutive signed bytes as floats.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static Vector128<float> LoadBytes(ref sbyte source, nint offset) =>
        VectorMath.Widen4(Vector128.CreateScalarUnsafe(Unsafe.ReadUnaligned<int>(ref Unsafe.As<sbyte, byte>(ref Unsafe.Add(ref source, offset)))).AsSByte());

    /// <summary>The integer c plus the products of the four unsigned bytes of a with the four signed bytes of b, in each word; two products fit into 16 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static Vector128<float> FmaBytes(Vector128<float> a, Vector128<float> b, Vector128<float> c)
    {
        if (!Ssse3.IsSupported)
            return VectorMath.FmaBytes(a, b, c);
        Vector128<short> pairs = Ssse3.MultiplyAddAdjacent(a.AsByte(), b.AsSByte());
        return (Sse2.MultiplyAddAdjacent(pairs, Vector128<short>.One) + c.AsInt32()).AsSingle();
    }

    /// <summary>The integer in each word as a float.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static Vector128<float> IntegerToFloat(Vector128<float> words) => Vector128.ConvertToSingle(words.AsInt32());

    /// <summary>The lower half of each 32-bit word as the bfloat16 number that it is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static Vector128<float> LowerHalves(Vector128<float> words) => Vector128.ShiftLeft(words.AsUInt32(), 16).AsSingle();

    /// <summary>The upper half of each 32-bit word as the bfloat16 number that it is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static Vector128<float> UpperHalves(Vector128<float> words) => (words.AsUInt32() & Vector128.Create(0xFFFF0000u)).AsSingle();

    /// <summary>The sum of 16 lanes, in a fixed tree.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static float SumLanes(Vector128<float> a, Vector128<float> b, Vector128<float> c, Vector128<float> d) => VectorMath.Sum4(a + c + (b + d));

    /// <summary>The greatest of 16 lanes; NaN if any is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static float MaxLanes(Vector128<float> a, Vector128<float> b, Vector128<float> c, Vector128<float> d) =>
        VectorMath.Max4(Vector128.Max(Vector128.Max(a, c), Vector128.Max(b, d)));
}
