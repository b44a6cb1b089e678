using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace RnnCompiler.CompilerServices;

/// <content>Whole numbers of one byte each, as floats.</content>
public static partial class VectorMath
{
    /// <summary>Loads a signed byte for each lane.</summary>
    /// <param name="source">Where from.</param>
    /// <param name="offset">Bytes beyond it.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> LoadBytes512(ref sbyte source, nuint offset)
    {
        Vector128<sbyte> bytes = Vector128.LoadUnsafe(ref source, offset);
        if (Avx512F.IsSupported)
            return Vector512.ConvertToSingle(Avx512F.ConvertToVector512Int32(bytes));

        return Vector512.Create(Widen8(bytes), Widen8(Vector128.Shuffle(bytes.AsInt64(), Vector128.Create(1L, 0)).AsSByte()));
    }

    /// <inheritdoc cref="LoadBytes512"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> LoadBytes(ref sbyte source, nuint offset)
    {
        ref byte start = ref Unsafe.As<sbyte, byte>(ref Unsafe.Add(ref source, offset));
        return Vector<float>.Count switch
        {
            4 => Widen4(Vector128.CreateScalarUnsafe(Unsafe.ReadUnaligned<int>(ref start)).AsSByte()).AsVector(),
            8 => Widen8(Vector128.CreateScalarUnsafe(Unsafe.ReadUnaligned<long>(ref start)).AsSByte()).AsVector(),
            _ => LoadBytes512(ref source, offset).AsVector(),
        };
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector256<float> Widen8(Vector128<sbyte> bytes) => Avx2.IsSupported
        ? Vector256.ConvertToSingle(Avx2.ConvertToVector256Int32(bytes))
        : Vector256.Create(Widen4(bytes), Widen4(Vector128.Shuffle(bytes.AsInt32(), Vector128.Create(1, 0, 0, 0)).AsSByte()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector128<float> Widen4(Vector128<sbyte> bytes) =>
        Vector128.ConvertToSingle(Vector128.WidenLower(Vector128.WidenLower(bytes)));
}
