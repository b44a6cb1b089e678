namespace WeatherForecast.Data;

/// <summary>
/// Split of the days: the last calendar year is held out and evaluated once, at the end; settings are chosen on the year before it; what
/// comes before is for training. Days count by the day that is forecast; the days that a forecast reads may be earlier.
/// </summary>
/// <param name="Days">All days.</param>
/// <param name="ValidationStart">Index of the first day of the year on which settings are chosen.</param>
/// <param name="TestStart">Index of the first day of the year that is held out.</param>
internal sealed record YearSplit(IReadOnlyList<WeatherDay> Days, int ValidationStart, int TestStart)
{
    /// <summary>The days whose weather is learnt while settings are chosen.</summary>
    public Range Training => ..ValidationStart;

    /// <summary>The days on which settings are chosen.</summary>
    public Range Validation => ValidationStart..TestStart;

    /// <summary>The days from which the final networks learn: all but the held out.</summary>
    public Range Retraining => ..TestStart;

    /// <summary>The days that are held out.</summary>
    public Range Test => TestStart..Days.Count;

    /// <summary>Splits by calendar years.</summary>
    /// <param name="days">Consecutive days.</param>
    /// <param name="source">What messages call them.</param>
    /// <exception cref="WeatherDataException">There are fewer than three years.</exception>
    public static YearSplit Of(IReadOnlyList<WeatherDay> days, string source)
    {
        int test = FirstDayOf(days, days[^1].Date.Year);
        int validation = test > 0 ? FirstDayOf(days, days[^1].Date.Year - 1) : 0;
        const int LeastTrainingDays = 365;
        return validation >= LeastTrainingDays
            ? new YearSplit(days, validation, test)
            : throw new WeatherDataException(
                $"{source}: expected at least {LeastTrainingDays} days before the last two calendar years, found {validation}.");
    }

    /// <summary>A range of days in words: its years.</summary>
    public string Years(Range range)
    {
        (int start, int length) = range.GetOffsetAndLength(Days.Count);
        int first = Days[start].Date.Year;
        int last = Days[start + length - 1].Date.Year;
        return first == last ? $"{first}" : $"{first}–{last}";
    }

    private static int FirstDayOf(IReadOnlyList<WeatherDay> days, int year)
    {
        int index = 0;
        while (days[index].Date.Year < year)
            index++;

        return index;
    }
}
