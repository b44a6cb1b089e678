using WeatherForecast.Data;

namespace WeatherForecast.Evaluation;

/// <summary>Scores of forecasts.</summary>
/// <param name="TemperatureError">Mean absolute error of the maximum temperature, °C.</param>
/// <param name="WeatherAccuracy">On which share of the days the kind of weather was right.</param>
internal sealed record Scores(double TemperatureError, double WeatherAccuracy)
{
    /// <summary>Judges a forecaster.</summary>
    /// <param name="days">All days.</param>
    /// <param name="judged">The days that were forecast.</param>
    /// <param name="temperature">The forecast maximum temperature of a day, °C.</param>
    /// <param name="weather">The forecast weather of a day.</param>
    public static Scores Of(IReadOnlyList<WeatherDay> days, ReadOnlySpan<int> judged, Func<int, double> temperature, Func<int, Weather> weather)
    {
        double error = 0;
        int right = 0;
        foreach (int day in judged)
        {
            error += Math.Abs(temperature(day) - days[day].TempMax);
            right += weather(day) == days[day].Weather ? 1 : 0;
        }

        return new Scores(error / judged.Length, (double)right / judged.Length);
    }
}
