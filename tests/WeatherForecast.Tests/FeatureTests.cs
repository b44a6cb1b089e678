using WeatherForecast.Data;
using WeatherForecast.Features;

namespace WeatherForecast.Tests;

public class FeatureTests
{
    private static readonly WeatherFeatures Features = new(SampleData.Days, SampleData.Split.Training);

    [Fact]
    public void Years_serve_three_ends_and_none_twice()
    {
        YearSplit split = SampleData.Split;
        Assert.Equal("2012–2013", split.Years(split.Training));
        Assert.Equal("2014", split.Years(split.Validation));
        Assert.Equal("2015", split.Years(split.Test));
        Assert.Equal("2012–2014", split.Years(split.Retraining));
        Assert.Equal(365, Features.Targets(split.Test).Length);
    }

    [Fact]
    public void Fewer_than_three_years_are_refused()
    {
        WeatherDataException fault = Assert.Throws<WeatherDataException>(() => YearSplit.Of([.. SampleData.Days.Take(700)], "f.csv"));
        Assert.Equal("f.csv: expected at least 365 days before the last two calendar years, found 0.", fault.Message);
    }

    [Fact]
    public void Measurements_have_mean_0_and_deviation_1_on_the_days_that_are_learnt()
    {
        int learnt = SampleData.Split.ValidationStart;
        for (int measurement = 0; measurement < 4; measurement++)
        {
            double[] values = [.. Enumerable.Range(0, learnt).Select(day => (double)Features.Day(day)[measurement])];
            double mean = values.Average();
            Assert.Equal(0, mean, 1e-5);
            Assert.Equal(1, values.Average(value => (value - mean) * (value - mean)), 1e-5);
        }
    }

    [Fact]
    public void Days_that_come_later_do_not_change_the_features()
    {
        WeatherDay[] changed = [.. SampleData.Days];
        for (int day = SampleData.Split.ValidationStart; day < changed.Length; day++)
            changed[day] = changed[day] with { TempMax = 1000, TempMin = -1000, Wind = 500 };

        WeatherFeatures other = new(changed, SampleData.Split.Training);
        Assert.Equal(Features.Change, other.Change);
        Assert.True(Features.WindowBefore(SampleData.Split.ValidationStart).SequenceEqual(other.WindowBefore(SampleData.Split.ValidationStart)));
    }

    [Fact]
    public void A_window_is_the_days_before_and_not_the_day_itself()
    {
        ReadOnlySpan<float> window = Features.WindowBefore(100);
        Assert.Equal(WeatherFeatures.WindowDays * WeatherFeatures.PerDay, window.Length);
        Assert.True(window[^WeatherFeatures.PerDay..].SequenceEqual(Features.Day(99)));
        Assert.True(window[..WeatherFeatures.PerDay].SequenceEqual(Features.Day(86)));
    }

    [Fact]
    public void The_kind_of_weather_is_a_single_one()
    {
        ReadOnlySpan<float> kinds = Features.Day(0).Slice(4, WeatherDay.Classes);
        Assert.Equal([1f, 0, 0, 0, 0], kinds.ToArray());
    }
}
