using WeatherForecast.Data;

namespace WeatherForecast.Tests;

public class WeatherReaderTests
{
    private const string Header = "date,precipitation,temp_max,temp_min,wind,weather\n";

    [Fact]
    public void The_sample_has_four_whole_years()
    {
        Assert.Equal(1461, SampleData.Days.Count);
        Assert.Equal(new WeatherDay(new DateOnly(2012, 1, 1), 0, 12.8, 5, 4.7, Weather.Drizzle), SampleData.Days[0]);
        Assert.Equal(new DateOnly(2015, 12, 31), SampleData.Days[^1].Date);
    }

    [Fact]
    public void Columns_may_stand_in_any_order()
    {
        const string Text = "weather,wind,temp_min,temp_max,precipitation,date\nSnow,4,3,2,1,2020-02-29\n";
        Assert.Equal([new WeatherDay(new DateOnly(2020, 2, 29), 1, 2, 3, 4, Weather.Snow)], Read(Text));
    }

    [Theory]
    [InlineData("", "f.csv: expected the columns date, precipitation, temp_max, temp_min, wind, weather, found an empty file.")]
    [InlineData(Header, "f.csv: expected rows of weather, found none.")]
    [InlineData("date,wind\n2012-01-01,3\n", "f.csv: expected a column 'precipitation', found date, wind.")]
    [InlineData(Header + "2012-01-01,0,1\n", "f.csv, row 1: expected 6 fields, found 3.")]
    [InlineData(Header + "01/02/2012,0,1,2,3,sun\n", "f.csv, row 1, column 'date': expected a day as yyyy-MM-dd, found '01/02/2012'.")]
    [InlineData(Header + "2012-01-01,0,warm,2,3,sun\n", "f.csv, row 1, column 'temp_max': expected a finite number, found 'warm'.")]
    [InlineData(Header + "2012-01-01,NaN,1,2,3,sun\n", "f.csv, row 1, column 'precipitation': expected a finite number, found 'NaN'.")]
    [InlineData(Header + "2012-01-01,0,1,2,3,4\n", "f.csv, row 1, column 'weather': expected one of drizzle, fog, rain, snow, sun, found '4'.")]
    [InlineData(Header + "2012-01-01,0,1,2,3,sun\n2012-01-03,0,1,2,3,sun\n", "f.csv, row 2: expected the day 2012-01-02, found 2012-01-03.")]
    public void A_fault_is_named_with_its_place(string text, string message) =>
        Assert.Equal(message, Assert.Throws<WeatherDataException>(() => Read(text)).Message);

    [Fact]
    public void A_missing_file_is_named()
    {
        WeatherDataException fault = Assert.Throws<WeatherDataException>(() => WeatherReader.Read("no-such-file.csv"));
        Assert.StartsWith("Cannot read 'no-such-file.csv'", fault.Message);
    }

    private static IReadOnlyList<WeatherDay> Read(string text) => WeatherReader.Read(new StringReader(text), "f.csv");
}
