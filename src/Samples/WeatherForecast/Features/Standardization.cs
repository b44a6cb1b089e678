namespace WeatherForecast.Features;

/// <summary>Turns a quantity into one of mean 0 and standard deviation 1.</summary>
/// <param name="Mean">The mean, in the unit of the quantity.</param>
/// <param name="Deviation">The standard deviation, in that unit.</param>
internal readonly record struct Standardization(double Mean, double Deviation)
{
    /// <summary>Measures a quantity.</summary>
    /// <param name="values">At least one value. Where all are the same, the deviation counts as 1.</param>
    public static Standardization Of(IReadOnlyCollection<double> values)
    {
        double mean = values.Average();
        double deviation = Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
        return new Standardization(mean, deviation > 0 ? deviation : 1);
    }

    /// <summary>(value − mean) / deviation.</summary>
    public float Apply(double value) => (float)((value - Mean) / Deviation);
}
