namespace WeatherForecast.Data;

/// <summary>The kinds of weather that the data tell apart, in the order of their class ids.</summary>
public enum Weather
{
    /// <summary>Drizzle.</summary>
    Drizzle,

    /// <summary>Fog.</summary>
    Fog,

    /// <summary>Rain.</summary>
    Rain,

    /// <summary>Snow.</summary>
    Snow,

    /// <summary>Sun.</summary>
    Sun,
}

/// <summary>Observations of one day.</summary>
/// <param name="Date">The day.</param>
/// <param name="Precipitation">mm.</param>
/// <param name="TempMax">°C.</param>
/// <param name="TempMin">°C.</param>
/// <param name="Wind">m/s.</param>
/// <param name="Weather">The kind of weather.</param>
internal sealed record WeatherDay(DateOnly Date, double Precipitation, double TempMax, double TempMin, double Wind, Weather Weather)
{
    /// <summary>Number of kinds of weather.</summary>
    public static int Classes { get; } = Enum.GetValues<Weather>().Length;
}
