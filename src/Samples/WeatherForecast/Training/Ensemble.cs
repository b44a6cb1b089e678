using RnnCompiler;
using WeatherForecast.Features;

namespace WeatherForecast.Training;

/// <summary>Networks of one kind; the mean of what they say is the forecast.</summary>
/// <typeparam name="TModel">The declared network.</typeparam>
internal sealed class Ensemble<TModel>
    where TModel : class, IRecurrentModel<TModel>, ISequenceModel<float>, IStreamingModel<float>
{
    private readonly int _outputs;

    /// <summary>Joins networks.</summary>
    /// <param name="members">At least one.</param>
    /// <param name="outputs">Numbers per forecast.</param>
    public Ensemble(IReadOnlyList<TModel> members, int outputs)
    {
        Members = members;
        _outputs = outputs;
    }

    /// <summary>The networks.</summary>
    public IReadOnlyList<TModel> Members { get; }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    public static Ensemble<TModel> Load(IEnumerable<string> paths, int outputs) => new([.. paths.Select(TModel.Load)], outputs);

    /// <summary>Writes each network to its own file, atomically.</summary>
    /// <param name="folder">Where.</param>
    /// <param name="name">How the files' names begin.</param>
    /// <returns>The files.</returns>
    public IReadOnlyList<string> Save(string folder, string name)
    {
        string[] paths = [.. Enumerable.Range(1, Members.Count).Select(number => Path.Combine(folder, $"{name}-{number}.safetensors"))];
        for (int i = 0; i < paths.Length; i++)
            Members[i].Save(paths[i]);

        return paths;
    }

    /// <summary>Forecasts days from the windows before them.</summary>
    /// <param name="features">The days.</param>
    /// <param name="days">Which; each may be the day after the last.</param>
    /// <returns>[days, outputs].</returns>
    public float[] Forecast(WeatherFeatures features, ReadOnlySpan<int> days)
    {
        float[] mean = new float[days.Length * _outputs];
        foreach (TModel member in Members)
            Accumulate(mean, Forecast(member, features, days, _outputs), 1f / Members.Count);

        return mean;
    }

    /// <summary>Forecast of one network.</summary>
    public static float[] Forecast(TModel model, WeatherFeatures features, ReadOnlySpan<int> days, int outputs)
    {
        float[] forecasts = new float[days.Length * outputs];
        for (int i = 0; i < days.Length; i++)
            model.Forward(features.WindowBefore(days[i]), forecasts.AsSpan(i * outputs, outputs));

        return forecasts;
    }

    /// <summary>Feeds consecutive days one by one and says after each what it forecasts for the next.</summary>
    /// <param name="features">The days.</param>
    /// <param name="start">The first day that is fed.</param>
    /// <param name="count">How many are fed.</param>
    /// <returns>[count, outputs].</returns>
    public float[] Stream(WeatherFeatures features, int start, int count)
    {
        float[] mean = new float[count * _outputs];
        float[] said = new float[mean.Length];
        foreach (TModel member in Members)
        {
            ModelState state = member.CreateState();
            for (int i = 0; i < count; i++)
                member.Step(state, features.Day(start + i), said.AsSpan(i * _outputs, _outputs));

            Accumulate(mean, said, 1f / Members.Count);
        }

        return mean;
    }

    /// <summary>sum ← sum + factor · values.</summary>
    public static void Accumulate(Span<float> sum, ReadOnlySpan<float> values, float factor)
    {
        for (int i = 0; i < sum.Length; i++)
            sum[i] += factor * values[i];
    }
}
