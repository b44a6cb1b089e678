namespace RnnCompiler.Runtime.Tests;

/// <summary>All floats but NaN in order, counted from 0 at −∞: number 0x7F800000 is zero.</summary>
internal static class Floats
{
    private const long Zero = 0x7F800000;

    /// <summary>One more than the number of +∞.</summary>
    public const long Count = 2 * Zero + 1;

    public static float Get(long number)
    {
        int magnitude = (int)Math.Abs(number - Zero);
        return BitConverter.Int32BitsToSingle(number < Zero ? magnitude | int.MinValue : magnitude);
    }

    public static long Number(float value)
    {
        int bits = BitConverter.SingleToInt32Bits(value);
        return bits < 0 ? Zero - (bits & int.MaxValue) : Zero + bits;
    }

    /// <summary>
    /// Walks runs of consecutive floats on all cores. A run overlaps the next by one, so that with a stride of 1 each pair of consecutive floats is seen.
    /// </summary>
    /// <param name="stride">Which of the runs are walked: 1 for all floats.</param>
    /// <param name="check">What is done with a run.</param>
    public static void Walk(int stride, Action<float[]> check)
    {
        const int Run = 4096;
        long runs = (Count + Run - 1) / Run;
        Parallel.For(0, (runs + stride - 1) / stride, () => new float[Run + Vectors.Padding], (i, _, values) =>
        {
            // Another place in each stride, or runs would all begin at the same mantissas; the first is −∞'s.
            long run = Math.Min(i * stride + i * 7 % stride, runs - 1);
            for (int k = 0; k < values.Length; k++)
                values[k] = Get(Math.Min(run * Run + k, Count - 1));

            check(values);
            return values;
        }, _ => { });
    }
}
