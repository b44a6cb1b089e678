using WeatherForecast.Data;
using WeatherForecast.Features;
using WeatherForecast.Models;

namespace WeatherForecast.Training;

/// <summary>Forecast for a day.</summary>
/// <param name="TempMax">°C.</param>
/// <param name="Weather">The likeliest kind of weather.</param>
/// <param name="Probability">How likely it is thought.</param>
internal sealed record DayForecast(double TempMax, Weather Weather, double Probability);

/// <summary>Both ensembles together: from days to forecasts in the units of the data.</summary>
internal sealed class Forecaster(WeatherFeatures features, Ensemble<TemperatureModel> temperature, Ensemble<WeatherClassModel> weather)
{
    /// <summary>The days.</summary>
    public WeatherFeatures Features => features;

    /// <summary>The networks of the temperature.</summary>
    public Ensemble<TemperatureModel> Temperature => temperature;

    /// <summary>The networks of the weather.</summary>
    public Ensemble<WeatherClassModel> Weather => weather;

    /// <summary>Forecasts days from the window before each.</summary>
    /// <param name="days">Which; each may be the day after the last.</param>
    public DayForecast[] Forecast(int[] days) => Join(days, temperature.Forecast(features, days), weather.Forecast(features, days));

    /// <summary>Feeds the last days one by one to <c>Step</c> and forecasts the next after each, once a whole window has been seen.</summary>
    /// <param name="count">How many forecasts; the last is for the day after the last.</param>
    public DayForecast[] Stream(int count)
    {
        int steps = WeatherFeatures.WindowDays + count - 1;
        int start = features.Days.Count - steps;
        float[] changes = temperature.Stream(features, start, steps);
        float[] kinds = weather.Stream(features, start, steps);
        int seen = WeatherFeatures.WindowDays - 1;
        int[] days = [.. Enumerable.Range(features.Days.Count - count + 1, count)];
        return Join(days, changes[(seen * TemperatureModel.OutputSize)..], kinds[(seen * WeatherClassModel.OutputSize)..]);
    }

    private DayForecast[] Join(int[] days, float[] changes, float[] kinds) =>
        [.. days.Select((day, i) =>
        {
            float[] probabilities = kinds[(i * WeatherDay.Classes)..((i + 1) * WeatherDay.Classes)];
            Weather likeliest = WeatherClassTask.Likeliest(probabilities);
            return new DayForecast(TemperatureTask.TempMax(features, day, changes[i]), likeliest, probabilities[(int)likeliest]);
        })];
}
