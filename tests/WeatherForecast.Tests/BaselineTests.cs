using WeatherForecast.Evaluation;

namespace WeatherForecast.Tests;

/// <summary>The figures that are known of these data: persistence errs by 2.24 °C and is right on 60 %, climatology errs by 3.15 °C, sun is 44 %.</summary>
public class BaselineTests
{
    private static readonly int[] Judged = [.. Enumerable.Range(SampleData.Split.TestStart, 365)];

    [Fact]
    public void Persistence_errs_as_known()
    {
        Scores scores = Baselines.Persistence(SampleData.Days, Judged);
        Assert.Equal(2.24, scores.TemperatureError, 0.005);
        Assert.Equal(0.60, scores.WeatherAccuracy, 0.005);
    }

    [Fact]
    public void Climatology_errs_as_known() =>
        Assert.Equal(3.15, Baselines.Climatology(SampleData.Days, SampleData.Split.Retraining, Judged).TemperatureError, 0.005);

    [Fact]
    public void The_most_common_weather_is_right_as_known() => Assert.Equal(0.44, Baselines.MostCommonShare(SampleData.Days, Judged), 0.005);
}
