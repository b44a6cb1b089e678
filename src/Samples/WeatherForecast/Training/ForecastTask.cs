using RnnCompiler;
using WeatherForecast.Data;
using WeatherForecast.Features;
using WeatherForecast.Models;

namespace WeatherForecast.Training;

/// <summary>Quantity that is forecast, and its declared network: everything that differs between the two networks of the sample.</summary>
/// <typeparam name="TModel">The declared network.</typeparam>
/// <typeparam name="TTarget">float, or int for class ids.</typeparam>
internal abstract class ForecastTask<TModel, TTarget>
    where TModel : class, IRecurrentModel<TModel>, ISequenceModel<float>, IStreamingModel<float>
    where TTarget : unmanaged
{
    /// <summary>The network in one word.</summary>
    public abstract string Name { get; }

    /// <summary>Numbers per forecast.</summary>
    public abstract int Outputs { get; }

    /// <summary>The unit of <see cref="Error"/>.</summary>
    public abstract string Unit { get; }

    /// <summary>Creates the trainer of the network.</summary>
    public abstract ModelTrainer CreateTrainer(TModel model, Optimizer optimizer, int batchSize, TrainerOptions options);

    /// <summary>Target of the network for a day.</summary>
    public abstract TTarget Target(WeatherFeatures features, int day);

    /// <summary>A loss of the network in <see cref="Unit"/>.</summary>
    public abstract double InUnit(WeatherFeatures features, double loss);

    /// <summary>The mean error of forecasts in <see cref="Unit"/>: the quantity that training minimises.</summary>
    /// <param name="features">The days.</param>
    /// <param name="days">The days that were forecast.</param>
    /// <param name="forecasts">[days, <see cref="Outputs"/>].</param>
    public abstract double Error(WeatherFeatures features, ReadOnlySpan<int> days, ReadOnlySpan<float> forecasts);
}

/// <summary>The change of the maximum temperature.</summary>
internal sealed class TemperatureTask : ForecastTask<TemperatureModel, float>
{
    /// <inheritdoc/>
    public override string Name => "temperature";

    /// <inheritdoc/>
    public override int Outputs => TemperatureModel.OutputSize;

    /// <inheritdoc/>
    public override string Unit => "°C";

    /// <summary>The forecast maximum temperature of a day, °C.</summary>
    public static double TempMax(WeatherFeatures features, int day, float forecast) =>
        features.Days[day - 1].TempMax + features.Change.Mean + features.Change.Deviation * forecast;

    /// <inheritdoc/>
    public override ModelTrainer CreateTrainer(TemperatureModel model, Optimizer optimizer, int batchSize, TrainerOptions options) =>
        model.CreateTrainer(optimizer, batchSize, options);

    /// <inheritdoc/>
    public override float Target(WeatherFeatures features, int day) =>
        features.Change.Apply(features.Days[day].TempMax - features.Days[day - 1].TempMax);

    /// <inheritdoc/>
    public override double InUnit(WeatherFeatures features, double loss) => loss * features.Change.Deviation;

    /// <inheritdoc/>
    public override double Error(WeatherFeatures features, ReadOnlySpan<int> days, ReadOnlySpan<float> forecasts)
    {
        double sum = 0;
        for (int i = 0; i < days.Length; i++)
            sum += Math.Abs(TempMax(features, days[i], forecasts[i]) - features.Days[days[i]].TempMax);

        return sum / days.Length;
    }
}

/// <summary>The kind of weather.</summary>
internal sealed class WeatherClassTask : ForecastTask<WeatherClassModel, int>
{
    /// <inheritdoc/>
    public override string Name => "weather";

    /// <inheritdoc/>
    public override int Outputs => WeatherClassModel.OutputSize;

    /// <inheritdoc/>
    public override string Unit => "nats";

    /// <summary>The likeliest kind of weather.</summary>
    /// <param name="probabilities">One for each kind.</param>
    public static Weather Likeliest(ReadOnlySpan<float> probabilities)
    {
        int best = 0;
        for (int kind = 1; kind < probabilities.Length; kind++)
            best = probabilities[kind] > probabilities[best] ? kind : best;

        return (Weather)best;
    }

    /// <inheritdoc/>
    public override ModelTrainer CreateTrainer(WeatherClassModel model, Optimizer optimizer, int batchSize, TrainerOptions options) =>
        model.CreateTrainer(optimizer, batchSize, options);

    /// <inheritdoc/>
    public override int Target(WeatherFeatures features, int day) => (int)features.Days[day].Weather;

    /// <inheritdoc/>
    public override double InUnit(WeatherFeatures features, double loss) => loss;

    /// <inheritdoc/>
    public override double Error(WeatherFeatures features, ReadOnlySpan<int> days, ReadOnlySpan<float> forecasts)
    {
        double sum = 0;
        for (int i = 0; i < days.Length; i++)
            sum -= Math.Log(Math.Max(forecasts[i * Outputs + Target(features, days[i])], 1e-30f));

        return sum / days.Length;
    }
}
