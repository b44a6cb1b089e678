using System.Runtime.Intrinsics;
using RnnCompiler.CompilerServices;

namespace RnnCompiler.Runtime.Tests;

/// <summary>Products of bytes of each width, with and without the instructions of the processor, against sums of integers.</summary>
public class ByteProductTests
{
    [Fact]
    public void Each_width_adds_the_products_of_the_bytes_of_each_word()
    {
        Random random = new(1);
        byte[] x = new byte[64];
        sbyte[] w = new sbyte[64];
        int[] sums = new int[16];
        for (int round = 0; round < 1000; round++)
        {
            random.NextBytes(x);
            for (int k = 0; k < w.Length; k += 2)
            {
                w[k] = (sbyte)random.Next(-127, 128);
                w[k + 1] = (sbyte)(w[k] < 0 ? random.Next(-128 - w[k], 128) : random.Next(-127, 129 - w[k]));
            }

            for (int lane = 0; lane < sums.Length; lane++)
                sums[lane] = random.Next(-100_000_000, 100_000_000);
            int[] expected = [.. sums.Select((sum, lane) => sum + Enumerable.Range(4 * lane, 4).Sum(k => x[k] * w[k]))];
            Vector512<float> a = Vector512.Create(x).AsSingle(), b = Vector512.Create(w).AsSingle(), c = Vector512.Create(sums).AsSingle();
            Check(expected, Kernels.Of(a, b, c));
            Check(expected, Vector512.Create(Kernels.Of(a.GetLower(), b.GetLower(), c.GetLower()), Kernels.Of(a.GetUpper(), b.GetUpper(), c.GetUpper())));
            Check(expected[..4], Kernels.Of(Lowest(a), Lowest(b), Lowest(c)));
            Check(expected, VectorMath.FmaBytes(a, b, c));
            Assert.Equal(expected[0], BitConverter.SingleToInt32Bits(VectorMath.FmaBytes(a.ToScalar(), b.ToScalar(), c.ToScalar())));
        }
    }

    private static Vector128<float> Lowest(Vector512<float> vector) => vector.GetLower().GetLower();

    private static void Check(int[] expected, Vector512<float> found) => Assert.Equal(expected, Enumerable.Range(0, 16).Select(i => found.AsInt32()[i]));

    private static void Check(int[] expected, Vector128<float> found) => Assert.Equal(expected, Enumerable.Range(0, 4).Select(i => found.AsInt32()[i]));

    /// <summary>Gives access to the operations of kernels.</summary>
    private static class Kernels
    {
        public static Vector512<float> Of(Vector512<float> a, Vector512<float> b, Vector512<float> c) => Lanes16.Product(a, b, c);

        public static Vector256<float> Of(Vector256<float> a, Vector256<float> b, Vector256<float> c) => Lanes8.Product(a, b, c);

        public static Vector128<float> Of(Vector128<float> a, Vector128<float> b, Vector128<float> c) => Lanes4.Product(a, b, c);
    }

    private sealed class Lanes16 : Kernels16
    {
        public static Vector512<float> Product(Vector512<float> a, Vector512<float> b, Vector512<float> c) => FmaBytes(a, b, c);
    }

    private sealed class Lanes8 : Kernels8
    {
        public static Vector256<float> Product(Vector256<float> a, Vector256<float> b, Vector256<float> c) => FmaBytes(a, b, c);
    }

    private sealed class Lanes4 : Kernels4
    {
        public static Vector128<float> Product(Vector128<float> a, Vector128<float> b, Vector128<float> c) => FmaBytes(a, b, c);
    }
}
