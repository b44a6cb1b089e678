using WeatherForecast.Data;

namespace WeatherForecast.Evaluation;

/// <summary>Forecasters that learn nothing. A network is worth its trouble if it errs less.</summary>
internal static class Baselines
{
    private const int DaysOfYear = 366;
    private const int Week = 7;

    /// <summary>Tomorrow is as today.</summary>
    public static Scores Persistence(IReadOnlyList<WeatherDay> days, ReadOnlySpan<int> judged) =>
        Scores.Of(days, judged, day => days[day - 1].TempMax, day => days[day - 1].Weather);

    /// <summary>
    /// A day is as the days of the year within a week of it were in earlier years: their mean temperature, their most common weather.
    /// </summary>
    /// <param name="days">All days.</param>
    /// <param name="known">The days of the earlier years.</param>
    /// <param name="judged">The days that are forecast.</param>
    public static Scores Climatology(IReadOnlyList<WeatherDay> days, Range known, ReadOnlySpan<int> judged)
    {
        (int start, int length) = known.GetOffsetAndLength(days.Count);
        WeatherDay[] earlier = [.. days.Skip(start).Take(length)];
        WeatherDay[] Around(int day) => [.. earlier.Where(other => Distance(other.Date, days[day].Date) <= Week)];
        return Scores.Of(days, judged, day => Around(day).Average(other => other.TempMax), day => MostCommon(Around(day)));
    }

    /// <summary>Each day has the weather that is most common on the evaluated days, which is not known in advance.</summary>
    /// <returns>On which share of the days that is right.</returns>
    public static double MostCommonShare(IReadOnlyList<WeatherDay> days, ReadOnlySpan<int> judged)
    {
        WeatherDay[] chosen = [.. judged.ToArray().Select(day => days[day])];
        Weather common = MostCommon(chosen);
        return chosen.Count(day => day.Weather == common) / (double)chosen.Length;
    }

    // The order of the enum decides among equals.
    private static Weather MostCommon(IEnumerable<WeatherDay> days) =>
        days.CountBy(day => day.Weather).OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key).First().Key;

    private static int Distance(DateOnly a, DateOnly b)
    {
        int distance = Math.Abs(a.DayOfYear - b.DayOfYear);
        return Math.Min(distance, DaysOfYear - distance);
    }
}
