using System.Runtime.InteropServices;
using RnnCompiler;
using Samples;
using WeatherForecast.CommandLine;
using WeatherForecast.Data;
using WeatherForecast.Evaluation;
using WeatherForecast.Features;
using WeatherForecast.Models;
using WeatherForecast.Reporting;
using WeatherForecast.Training;

namespace WeatherForecast;

/// <summary>The sample from beginning to end, one act after the other.</summary>
/// <param name="options">Options of the command line.</param>
/// <param name="cancellation">The user's wish to stop.</param>
internal sealed class ForecastRun(ForecastOptions options, CancellationToken cancellation)
{
    private readonly ConsoleReport _report = new();
    private readonly TemperatureTask _temperature = new();
    private readonly WeatherClassTask _weather = new();

    /// <summary>Runs.</summary>
    /// <exception cref="WeatherDataException">The data cannot be read, or do not suffice.</exception>
    /// <exception cref="IOException">The output folder cannot be written.</exception>
    /// <exception cref="OperationCanceledException">The user stopped it.</exception>
    public void Execute()
    {
        IReadOnlyList<WeatherDay> days = WeatherReader.Read(options.Data);
        YearSplit split = YearSplit.Of(days, options.Data);
        OutputFolder folder = OutputFolder.Prepare(options.Output);
        _report.Data(split);
        _report.Models(ModelSummary.Of<TemperatureModel>(), ModelSummary.Of<WeatherClassModel>());

        (Trial temperatureTrial, Trial weatherTrial) = Choose(split);
        WeatherFeatures features = new(days, split.Retraining);
        (Ensemble<TemperatureModel> temperature, Ensemble<WeatherClassModel> weather) = Retrain(
            features, split, SettingsSearch.Chosen(temperatureTrial), SettingsSearch.Chosen(weatherTrial));
        Forecaster forecaster = new(features, temperature, weather);

        int[] judged = features.Targets(split.Test);
        DayForecast[] forecasts = forecaster.Forecast(judged);
        _report.HeldOutYear(split, judged, forecasts);
        _report.Tomorrow(days[^1], forecaster.Forecast([days.Count])[0]);
        CheckReloaded(folder, forecaster, judged);
        _report.Stream(features, forecaster);
        _report.Speed(SpeedComparison.Run(features, cancellation));

        cancellation.ThrowIfCancellationRequested();
        byte[] picture = ForecastPicture.Draw(split, judged, forecasts, temperatureTrial, weatherTrial);
        _report.Files(folder.Write("forecast.png", picture), folder.Path);
    }

    private (Trial Temperature, Trial Weather) Choose(YearSplit split)
    {
        // Measured on the training years only: the validation year must not leak into the scales.
        WeatherFeatures features = new(split.Days, split.Training);
        _report.ChoosingSettings(split);
        (Trial[] temperature, Trial[] weather) = TrainingDisplay.Run(_report.Console, display => (
            SettingsSearch.Run(Trainer(_temperature, features), split, options.Epochs, s => display.Track(_temperature.Name, s), cancellation),
            SettingsSearch.Run(Trainer(_weather, features), split, options.Epochs, s => display.Track(_weather.Name, s), cancellation)));
        _report.Trials((_temperature.Name, _temperature.Unit, temperature), (_weather.Name, _weather.Unit, weather));
        return (SettingsSearch.Best(temperature), SettingsSearch.Best(weather));
    }

    private (Ensemble<TemperatureModel> Temperature, Ensemble<WeatherClassModel> Weather) Retrain(
        WeatherFeatures features, YearSplit split, TrainingSettings temperature, TrainingSettings weather)
    {
        _report.Retraining(split);
        return TrainingDisplay.Run(_report.Console, display => (
            Trainer(_temperature, features).Train(temperature, split.Retraining, null, display.Track(_temperature.Name, temperature), cancellation).Ensemble,
            Trainer(_weather, features).Train(weather, split.Retraining, null, display.Track(_weather.Name, weather), cancellation).Ensemble));
    }

    private EnsembleTrainer<TModel, TTarget> Trainer<TModel, TTarget>(ForecastTask<TModel, TTarget> task, WeatherFeatures features)
        where TModel : class, IRecurrentModel<TModel>, ISequenceModel<float>, IStreamingModel<float>
        where TTarget : unmanaged => new(task, features, options.Seed);

    private void CheckReloaded(OutputFolder folder, Forecaster forecaster, int[] judged)
    {
        cancellation.ThrowIfCancellationRequested();
        IReadOnlyList<string> temperature = forecaster.Temperature.Save(folder.Path, _temperature.Name);
        IReadOnlyList<string> weather = forecaster.Weather.Save(folder.Path, _weather.Name);
        bool same = SameBits(forecaster.Temperature, Ensemble<TemperatureModel>.Load(temperature, _temperature.Outputs), forecaster.Features, judged)
            && SameBits(forecaster.Weather, Ensemble<WeatherClassModel>.Load(weather, _weather.Outputs), forecaster.Features, judged);
        if (!same)
            throw new IOException($"The weights in '{folder.Path}' were reloaded, and their forecasts differ from those of the saved ones.");

        _report.Reloaded(temperature.Count + weather.Count, judged.Length);
    }

    private static bool SameBits<TModel>(Ensemble<TModel> saved, Ensemble<TModel> loaded, WeatherFeatures features, int[] days)
        where TModel : class, IRecurrentModel<TModel>, ISequenceModel<float>, IStreamingModel<float> =>
        MemoryMarshal.AsBytes<float>(saved.Forecast(features, days)).SequenceEqual(MemoryMarshal.AsBytes<float>(loaded.Forecast(features, days)));
}
