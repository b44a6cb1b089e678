using RnnCompiler;
using WeatherForecast.Features;
using WeatherForecast.Models;
using WeatherForecast.Training;

namespace WeatherForecast.Tests;

public class TrainingTests
{
    private static readonly WeatherFeatures Features = new(SampleData.Days, SampleData.Split.Training);
    private static readonly TrainingSettings Short = new(0.003f, 0.01, 2);

    [Fact]
    public void One_seed_gives_the_same_errors_at_every_run() => Assert.Equal(ValidationLosses(Train(1)), ValidationLosses(Train(1)));

    [Fact]
    public void Another_seed_gives_others() => Assert.NotEqual(ValidationLosses(Train(1)), ValidationLosses(Train(2)));

    [Fact]
    public void Training_makes_the_error_smaller()
    {
        FitResult[] fits = [.. Train(1).Fits];
        Assert.True(fits.Average(static fit => fit.Epochs[1].Loss) < fits.Average(static fit => fit.Epochs[0].Loss));
    }

    [Fact]
    public void Members_end_with_the_weights_of_their_best_epoch()
    {
        TrainingResult<TemperatureModel> result = Train(1);
        TemperatureTask task = new();
        int[] judged = Features.Targets(SampleData.Split.Validation);
        for (int member = 0; member < TrainingSettings.Members; member++)
        {
            double best = result.Fits[member].Epochs.Min(static epoch => epoch.ValidationLoss!.Value);
            float[] forecasts = Ensemble<TemperatureModel>.Forecast(result.Ensemble.Members[member], Features, judged, task.Outputs);
            Assert.Equal(task.InUnit(Features, best), task.Error(Features, judged, forecasts), 1e-5);
        }
    }

    [Fact]
    public void Without_a_validation_year_all_epochs_are_made() => Assert.All(
        Trainer(1).Train(Short, SampleData.Split.Training, null, static _ => new Receiver(static _ => { }), CancellationToken.None).Fits,
        static fit => Assert.Equal((Short.Epochs, FitStop.Completed), (fit.Epochs.Count, fit.StoppedBecause)));

    [Fact]
    public void The_mean_of_the_best_epochs_is_recommended()
    {
        Trial trial = new(Short, [new ErrorCurve([1, 1], [1, 2], 4), new ErrorCurve([1, 1], [1, 2], 7), new ErrorCurve([1, 1], [1, 2], 9)], 1, 1);
        Assert.Equal(7, SettingsSearch.Chosen(trial).Epochs);
    }

    [Fact]
    public void Cancellation_stops_it()
    {
        using CancellationTokenSource stop = new();
        Assert.Throws<OperationCanceledException>(() =>
            Trainer(1).Train(Short, SampleData.Split.Training, null, _ => new Receiver(_ => stop.Cancel()), stop.Token));
    }

    private static TrainingResult<TemperatureModel> Train(ulong seed) =>
        Trainer(seed).Train(Short, SampleData.Split.Training, SampleData.Split.Validation, static _ => new Receiver(static _ => { }), CancellationToken.None);

    private static EnsembleTrainer<TemperatureModel, float> Trainer(ulong seed) => new(new TemperatureTask(), Features, seed);

    private static float?[] ValidationLosses(TrainingResult<TemperatureModel> result) =>
        [.. result.Fits.SelectMany(static fit => fit.Epochs).Select(static epoch => epoch.ValidationLoss)];

    private sealed class Receiver(Action<FitProgress> report) : IProgress<FitProgress>
    {
        public void Report(FitProgress value) => report(value);
    }
}
