using WeatherForecast.Data;

namespace WeatherForecast.Features;

/// <summary>
/// Days as a network sees them: log(1 + precipitation), both temperatures and wind, each standardised; the kind of weather as one of five
/// ones; sine and cosine of the day of the year. What standardises is measured on the days to learn from and on no other.
/// </summary>
internal sealed class WeatherFeatures
{
    /// <summary>Numbers per day.</summary>
    public const int PerDay = Measurements + Kinds + 2;

    /// <summary>Days that a forecast looks back on.</summary>
    public const int WindowDays = 14;

    private const int Measurements = 4;
    private const int Kinds = 5;

    private readonly float[] _values;

    /// <summary>Encodes days.</summary>
    /// <param name="days">Consecutive days.</param>
    /// <param name="learning">Those on which means and deviations are measured.</param>
    public WeatherFeatures(IReadOnlyList<WeatherDay> days, Range learning)
    {
        Days = days;
        (int start, int length) = learning.GetOffsetAndLength(days.Count);
        WeatherDay[] known = [.. days.Skip(start).Take(length)];
        Standardization[] scales = [.. Enumerable.Range(0, Measurements).Select(m => Standardization.Of([.. known.Select(day => Measure(day, m))]))];
        Change = Standardization.Of([.. known.Zip(known.Skip(1), (today, next) => next.TempMax - today.TempMax)]);

        _values = new float[days.Count * PerDay];
        for (int day = 0; day < days.Count; day++)
            Encode(days[day], scales, _values.AsSpan(day * PerDay, PerDay));
    }

    /// <summary>The days.</summary>
    public IReadOnlyList<WeatherDay> Days { get; }

    /// <summary>How the maximum temperature changes from day to day, °C.</summary>
    public Standardization Change { get; }

    /// <summary>One day, [<see cref="PerDay"/>].</summary>
    public ReadOnlySpan<float> Day(int day) => _values.AsSpan(day * PerDay, PerDay);

    /// <summary>The days before a day, [<see cref="WindowDays"/>, <see cref="PerDay"/>]; the day may be the one after the last.</summary>
    public ReadOnlySpan<float> WindowBefore(int day) => _values.AsSpan((day - WindowDays) * PerDay, WindowDays * PerDay);

    /// <summary>Those days of a range that have a whole window before them.</summary>
    public int[] Targets(Range range)
    {
        (int start, int length) = range.GetOffsetAndLength(Days.Count);
        int first = Math.Max(start, WindowDays);
        return [.. Enumerable.Range(first, Math.Max(0, start + length - first))];
    }

    private static void Encode(WeatherDay day, ReadOnlySpan<Standardization> scales, Span<float> features)
    {
        for (int measurement = 0; measurement < Measurements; measurement++)
            features[measurement] = scales[measurement].Apply(Measure(day, measurement));

        features[Measurements + (int)day.Weather] = 1;
        double angle = 2 * Math.PI * day.Date.DayOfYear / 365.25;
        features[Measurements + Kinds] = (float)Math.Sin(angle);
        features[Measurements + Kinds + 1] = (float)Math.Cos(angle);
    }

    // Rain has a long tail: most days are dry and a few are very wet.
    private static double Measure(WeatherDay day, int measurement) => measurement switch
    {
        0 => Math.Log(1 + day.Precipitation),
        1 => day.TempMax,
        2 => day.TempMin,
        _ => day.Wind,
    };
}
