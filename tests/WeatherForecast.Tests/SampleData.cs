using WeatherForecast.CommandLine;
using WeatherForecast.Data;

namespace WeatherForecast.Tests;

/// <summary>The data that come with the sample, read once.</summary>
internal static class SampleData
{
    public static IReadOnlyList<WeatherDay> Days { get; } = WeatherReader.Read(ForecastOptions.DefaultData);

    public static YearSplit Split { get; } = YearSplit.Of(Days, "sample");
}
