namespace ActivityTagging.Data;

/// <summary>A factor that fluctuates about 1 within seconds: 1 + an Ornstein–Uhlenbeck process.</summary>
/// <param name="deviation">The standard deviation of the factor.</param>
/// <param name="random">The source of random numbers.</param>
internal sealed class Fluctuation(double deviation, Random random)
{
    private const double Seconds = 2;
    private static readonly double s_kept = Math.Exp(-1 / (Seconds * Recording.SamplesPerSecond));

    private double _value = random.Normal(0, deviation);

    /// <summary>Advances by one sample, and returns the factor.</summary>
    public double Next()
    {
        _value = s_kept * _value + random.Normal(0, deviation * Math.Sqrt(1 - s_kept * s_kept));
        return 1 + _value;
    }
}
