using RnnCompiler;
using Spectre.Console;
using WeatherForecast.Data;
using WeatherForecast.Evaluation;
using WeatherForecast.Features;
using WeatherForecast.Training;
using static Samples.ReportTables;

namespace WeatherForecast.Reporting;

/// <summary>Prints the results of each step of the sample.</summary>
internal sealed class ConsoleReport
{
    private const int StreamedDays = 7;

    /// <summary>The console.</summary>
    public IAnsiConsole Console { get; } = Open();

    /// <summary>Which years serve what.</summary>
    public void Data(YearSplit split) => Say(
        $"{split.Days.Count} days of weather: {split.Years(split.Training)} to learn from, {split.Years(split.Validation)} for settings, {split.Years(split.Test)} held out.");

    /// <summary>The declared networks.</summary>
    public void Models(params ModelSummary[] summaries)
    {
        foreach (ModelSummary summary in summaries)
        {
            Head(summary.Declaration.Name);
            Table table = Columns("layer", ">output", ">parameters", ">multiply-adds a step");
            foreach (LayerSummary layer in summary.Layers)
            {
                Row(table, layer.Name == layer.Kind ? layer.Kind : $"{layer.Name} ({layer.Kind})", $"[{string.Join(", ", layer.OutputShape)}]", $"{layer.Parameters:N0}",
                    $"{layer.MultiplyAdds:N0}");
            }

            Row(table, "all", "", $"{summary.Parameters:N0}", $"{summary.MultiplyAddsPerStep:N0}");
            Console.Write(table);
        }
    }

    /// <summary>Settings are about to be chosen.</summary>
    public void ChoosingSettings(YearSplit split) =>
        Head($"Choosing settings: learning {split.Years(split.Training)}, judging {split.Years(split.Validation)}");

    /// <summary>Prints the results of the choice of settings.</summary>
    public void Trials(params (string Network, string Unit, Trial[] Trials)[] networks)
    {
        Table table = Columns("network", ">learning rate", ">weight decay", ">best epochs", ">error", ">sequences/s", "");
        foreach ((string network, string unit, Trial[] trials) in networks)
        {
            foreach (Trial trial in trials)
            {
                Row(table, network, $"{trial.Settings.LearningRate}", $"{trial.Settings.WeightDecay}", $"{trial.BestEpochs}", $"{trial.Error:F3} {unit}",
                    $"{trial.SequencesPerSecond:N0}",
                    trial == SettingsSearch.Best(trials) ? "chosen" : "");
            }
        }

        Console.Write(table);
    }

    /// <summary>The final networks are about to be trained.</summary>
    public void Retraining(YearSplit split) => Head($"Training on {split.Years(split.Retraining)} with the chosen settings");

    /// <summary>The one look at the held-out year.</summary>
    public void HeldOutYear(YearSplit split, int[] judged, DayForecast[] forecasts)
    {
        Head($"{split.Years(split.Test)}, held out until now: {judged.Length} days, each forecast from the {WeatherFeatures.WindowDays} days before it");
        int first = judged[0];
        Scores networks = Scores.Of(split.Days, judged, day => forecasts[day - first].TempMax, day => forecasts[day - first].Weather);
        Table table = Columns("forecast", ">temp_max off by", ">weather right");
        Row(table, $"networks (mean of {TrainingSettings.Members})", $"{networks.TemperatureError:F2} °C", $"{networks.WeatherAccuracy:P1}");
        Scores persistence = Baselines.Persistence(split.Days, judged);
        Row(table, "persistence: as today", $"{persistence.TemperatureError:F2} °C", $"{persistence.WeatherAccuracy:P1}");
        Scores climatology = Baselines.Climatology(split.Days, split.Retraining, judged);
        Row(table, "climatology: that week, earlier years", $"{climatology.TemperatureError:F2} °C", $"{climatology.WeatherAccuracy:P1}");
        Row(table, "most common weather of the year", "", $"{Baselines.MostCommonShare(split.Days, judged):P1}");
        Console.Write(table);
    }

    /// <summary>The forecast for the day after the data.</summary>
    public void Tomorrow(WeatherDay today, DayForecast forecast)
    {
        string weather = Word(forecast.Weather);
        DateOnly tomorrow = today.Date.AddDays(1);
        Say($"Forecast for {tomorrow:yyyy-MM-dd}: temp_max {forecast.TempMax:F1} °C, {weather} ({forecast.Probability:P0}); "
            + $"on {today.Date:yyyy-MM-dd} it was {today.TempMax:F1} °C and {Word(today.Weather)}.");
    }

    /// <summary>Weights were saved, reloaded and compared.</summary>
    public void Reloaded(int files, int days) =>
        Say($"Weights: {files} files saved and reloaded; the reloaded networks forecast {days} days with the same bits.");

    /// <summary>A few days through <c>Step</c>.</summary>
    public void Stream(WeatherFeatures features, Forecaster forecaster)
    {
        Head("Streaming: one day at a time through Step");
        DayForecast[] forecasts = forecaster.Stream(StreamedDays);
        int first = features.Days.Count - StreamedDays + 1;
        Table table = Columns("day", ">forecast", ">measured", "forecast", "measured");
        for (int i = 0; i < StreamedDays; i++)
        {
            DateOnly date = features.Days[first + i - 1].Date.AddDays(1);
            WeatherDay? measured = first + i < features.Days.Count ? features.Days[first + i] : null;
            Row(table, $"{date:yyyy-MM-dd}", $"{forecasts[i].TempMax:F1} °C", measured is null ? "?" : $"{measured.TempMax:F1} °C",
                Word(forecasts[i].Weather), measured is null ? "?" : Word(measured.Weather));
        }

        Console.Write(table);
        double difference = Math.Abs(forecasts[0].TempMax - forecaster.Forecast([first])[0].TempMax);
        Say($"After the first window, Step and Forward differ by {difference:G2} °C.");
    }

    /// <summary>Prints the comparison of speed.</summary>
    public void Speed(Timing[] timings)
    {
        Head("Speed of the temperature network, one thread, measured now");
        Table table = Columns("call", ">generated", ">interpreted", ">times as fast");
        foreach (Timing timing in timings)
            Row(table, timing.Call, $"{timing.Generated:N1} µs", $"{timing.Interpreted:N1} µs", $"{timing.Ratio:F1}");

        Console.Write(table);
    }

    /// <summary>Prints the paths of the results.</summary>
    public void Files(string picture, string folder)
    {
        Say($"Picture: {picture}");
        Say($"Weights: {Path.Combine(folder, "*.safetensors")}");
    }

    private static string Word(Weather weather) => weather.ToString().ToLowerInvariant();

    private void Head(string text)
    {
        Console.WriteLine();
        Say(text);
    }

    // The project is culture-invariant, so numbers look the same everywhere.
    private void Say(string text) => Console.WriteLine(text);
}
