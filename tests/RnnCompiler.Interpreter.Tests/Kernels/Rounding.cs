namespace RnnCompiler.Interpreter.Tests.Kernels;

/// <summary>The values of weights of reduced precision, by their definitions: of two candidates the nearer one.</summary>
internal static class Rounding
{
    public static float[] Of(WeightFormat format, float[] weights, int columns) => format == WeightFormat.BFloat16
        ? Array.ConvertAll(weights, BFloat16)
        : [.. weights.Chunk(columns).SelectMany(Int8)];

    /// <summary>The nearest multiple of 2^(e − 7), where 2^e is the greatest power of 2 that is not above the magnitude; of two as near, the even one.</summary>
    private static float BFloat16(float weight)
    {
        if (weight == 0)
            return 0;
        double unit = Math.Pow(2, Math.Floor(Math.Log2(Math.Abs((double)weight))) - 7);
        return (float)(Math.Round(weight / unit, MidpointRounding.ToEven) * unit);
    }

    /// <summary>The nearest multiple of a 127th of the greatest magnitude of the row.</summary>
    private static IEnumerable<float> Int8(float[] row)
    {
        float scale = row.Max(MathF.Abs) / 127;
        return row.Select(weight => (float)Math.Round(weight / scale) * scale);
    }
}
