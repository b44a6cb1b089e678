namespace RnnCompiler.Benchmarks.Measuring;

/// <summary>Time of a call of an engine, in nanoseconds.</summary>
/// <param name="Best">Of the best round.</param>
/// <param name="Median">Of all rounds.</param>
/// <param name="Mean">Of all rounds.</param>
/// <param name="Deviation">The standard deviation of rounds.</param>
/// <param name="Rounds">How many there were.</param>
/// <param name="AllocatedBytes">Managed memory that a call allocates; null if it was not measured.</param>
internal sealed record Timing(double Best, double Median, double Mean, double Deviation, int Rounds, long? AllocatedBytes = null)
{
    /// <summary>Sums up rounds.</summary>
    public static Timing Of(IEnumerable<double> rounds)
    {
        double[] sorted = [.. rounds.Order()];
        double mean = sorted.Average();
        double squares = sorted.Sum(time => Math.Pow(time - mean, 2));
        return new Timing(sorted[0], sorted[sorted.Length / 2], mean, Math.Sqrt(squares / Math.Max(1, sorted.Length - 1)), sorted.Length);
    }
}
