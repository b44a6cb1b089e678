using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace RnnCompiler.CompilerServices;

/// <content>Products of bytes, four in each word, for machines that have no instruction for them.</content>
public static partial class VectorMath
{
    private const int BytesPerWord = 4;

    /// <summary>The integer c plus the products of the four unsigned bytes of a with the four signed bytes of b, in each word.</summary>
    internal static Vector512<float> FmaBytes(Vector512<float> a, Vector512<float> b, Vector512<float> c) =>
        Vector512.Create(FmaBytes(a.GetLower(), b.GetLower(), c.GetLower()), FmaBytes(a.GetUpper(), b.GetUpper(), c.GetUpper()));

    /// <inheritdoc cref="FmaBytes(Vector512{float}, Vector512{float}, Vector512{float})"/>
    internal static Vector256<float> FmaBytes(Vector256<float> a, Vector256<float> b, Vector256<float> c) =>
        Vector256.Create(FmaBytes(a.GetLower(), b.GetLower(), c.GetLower()), FmaBytes(a.GetUpper(), b.GetUpper(), c.GetUpper()));

    /// <inheritdoc cref="FmaBytes(Vector512{float}, Vector512{float}, Vector512{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector128<float> FmaBytes(Vector128<float> a, Vector128<float> b, Vector128<float> c) =>
        (c.AsInt32() + Product(a, b, 0) + Product(a, b, 1) + Product(a, b, 2) + Product(a, b, 3)).AsSingle();

    /// <inheritdoc cref="FmaBytes(Vector512{float}, Vector512{float}, Vector512{float})"/>
    internal static float FmaBytes(float a, float b, float c)
    {
        int words = BitConverter.SingleToInt32Bits(a), weights = BitConverter.SingleToInt32Bits(b);
        int sum = BitConverter.SingleToInt32Bits(c);
        for (int i = 0; i < BytesPerWord; i++)
            sum += (byte)(words >> (8 * i)) * (sbyte)(weights >> (8 * i));

        return BitConverter.Int32BitsToSingle(sum);
    }

    /// <summary>The product of one unsigned byte of each word with one signed byte.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> Product(Vector128<float> a, Vector128<float> b, int index) =>
        ((a.AsInt32() >>> (8 * index)) & Vector128.Create(0xFF)) * ((b.AsInt32() << (24 - 8 * index)) >> 24);
}
