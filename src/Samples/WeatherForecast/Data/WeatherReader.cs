using System.Globalization;
using Sylvan.Data.Csv;

namespace WeatherForecast.Data;

/// <summary>Reads days of weather from a CSV file and refuses what is not consecutive days of finite numbers.</summary>
internal static class WeatherReader
{
    private static readonly string[] Columns = ["date", "precipitation", "temp_max", "temp_min", "wind", "weather"];

    /// <summary>Reads a file.</summary>
    /// <param name="path">Its path.</param>
    /// <exception cref="WeatherDataException">The file cannot be read, or a row is not what is expected.</exception>
    public static IReadOnlyList<WeatherDay> Read(string path)
    {
        try
        {
            using StreamReader text = new(path);
            return Read(text, path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new WeatherDataException($"Cannot read '{path}': {exception.Message}", exception);
        }
    }

    /// <summary>Reads text.</summary>
    /// <param name="text">CSV with a header.</param>
    /// <param name="source">What messages call it.</param>
    /// <exception cref="WeatherDataException">A row is not what is expected.</exception>
    public static IReadOnlyList<WeatherDay> Read(TextReader text, string source)
    {
        try
        {
            using CsvDataReader csv = CsvDataReader.Create(text);
            int[] ordinals = Array.ConvertAll(Columns, column => Find(csv, column, source));
            List<WeatherDay> days = new();
            while (csv.Read())
            {
                WeatherDay day = new RowReader(csv, ordinals, source).Day();
                if (days.Count > 0 && day.Date != days[^1].Date.AddDays(1))
                {
                    throw new WeatherDataException(string.Create(CultureInfo.InvariantCulture,
                        $"{source}, row {csv.RowNumber}: expected the day {days[^1].Date.AddDays(1):yyyy-MM-dd}, found {day.Date:yyyy-MM-dd}."));
                }

                days.Add(day);
            }

            return days.Count > 0 ? days : throw new WeatherDataException($"{source}: expected rows of weather, found none.");
        }
        catch (CsvMissingHeadersException exception)
        {
            throw new WeatherDataException($"{source}: expected the columns {string.Join(", ", Columns)}, found an empty file.", exception);
        }
        catch (CsvFormatException exception)
        {
            throw new WeatherDataException($"{source}, row {exception.RowNumber}: not CSV: {exception.Message}", exception);
        }
    }

    private static int Find(CsvDataReader csv, string column, string source)
    {
        string[] found = [.. Enumerable.Range(0, csv.FieldCount).Select(csv.GetName)];
        int ordinal = Array.IndexOf(found, column);
        return ordinal >= 0 ? ordinal : throw new WeatherDataException($"{source}: expected a column '{column}', found {Shown(string.Join(", ", found))}.");
    }

    // The text of a file that is not CSV may be long and contain control characters.
    private static string Shown(string text)
    {
        const int Most = 80;
        string shown = string.Concat(text.Take(Most).Select(c => char.IsControl(c) || c == '\uFFFD' ? '·' : c));
        return text.Length > Most ? shown + "…" : shown;
    }

    private readonly struct RowReader(CsvDataReader csv, int[] ordinals, string source)
    {
        public WeatherDay Day()
        {
            if (csv.RowFieldCount < csv.FieldCount)
                throw new WeatherDataException($"{source}, row {csv.RowNumber}: expected {csv.FieldCount} fields, found {csv.RowFieldCount}.");

            if (!DateOnly.TryParseExact(Text(0), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly date))
                throw Fault(0, "a day as yyyy-MM-dd");

            return new WeatherDay(date, Number(1), Number(2), Number(3), Number(4), Kind(5));
        }

        private double Number(int column) =>
            double.TryParse(Text(column), NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value)
                ? value
                : throw Fault(column, "a finite number");

        private Weather Kind(int column)
        {
            string text = Text(column);
            foreach (Weather weather in Enum.GetValues<Weather>())
            {
                if (string.Equals(text, weather.ToString(), StringComparison.OrdinalIgnoreCase))
                    return weather;
            }

            throw Fault(column, $"one of {string.Join(", ", Enum.GetNames<Weather>()).ToLowerInvariant()}");
        }

        private string Text(int column) => csv.GetString(ordinals[column]);

        private WeatherDataException Fault(int column, string expected) =>
            new($"{source}, row {csv.RowNumber}, column '{Columns[column]}': expected {expected}, found '{Shown(Text(column))}'.");
    }
}
