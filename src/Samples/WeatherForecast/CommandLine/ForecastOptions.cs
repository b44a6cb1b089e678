namespace WeatherForecast.CommandLine;

/// <summary>Options of the command line.</summary>
/// <param name="Data">The weather file.</param>
/// <param name="Output">The folder for picture and weights.</param>
/// <param name="Seed">Of first weights, dropout and the order of days.</param>
/// <param name="Epochs">The most epochs that are tried.</param>
internal sealed record ForecastOptions(string Data, string Output, ulong Seed, int Epochs)
{
    /// <summary>The weather that comes with the sample.</summary>
    public static string DefaultData { get; } = Path.Combine(AppContext.BaseDirectory, "Data", "seattle-weather.csv");

    /// <summary>Folder of the results; git ignores it.</summary>
    public static string DefaultOutput { get; } = Path.Combine("artifacts", "weather-forecast");
}
