using WeatherForecast.Features;
using WeatherForecast.Models;
using WeatherForecast.Training;

namespace WeatherForecast.Tests;

public class TrainingTests
{
    private static readonly WeatherFeatures Features = new(SampleData.Days, SampleData.Split.Training);
    private static readonly TrainingSettings Short = new(0.003f, 0.01, 2);

    [Fact]
    public void One_seed_gives_the_same_errors_at_every_run() => Assert.Equal(Train(1).ValidationErrors, Train(1).ValidationErrors);

    [Fact]
    public void Another_seed_gives_others() => Assert.NotEqual(Train(1).ValidationErrors, Train(2).ValidationErrors);

    [Fact]
    public void Training_makes_the_error_smaller()
    {
        TrainingResult<TemperatureModel> result = Train(1);
        Assert.True(result.TrainingErrors[1] < result.TrainingErrors[0]);
    }

    [Fact]
    public void Cancellation_stops_it()
    {
        using CancellationTokenSource stop = new();
        Assert.Throws<OperationCanceledException>(() =>
            new EnsembleTrainer<TemperatureModel, float>(new TemperatureTask(), Features, 1)
                .Train(Short, SampleData.Split.Training, default, _ => stop.Cancel(), stop.Token));
    }

    private static TrainingResult<TemperatureModel> Train(ulong seed) =>
        new EnsembleTrainer<TemperatureModel, float>(new TemperatureTask(), Features, seed)
            .Train(Short, SampleData.Split.Training, SampleData.Split.Validation, _ => { }, CancellationToken.None);
}
