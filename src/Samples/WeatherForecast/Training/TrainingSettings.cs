namespace WeatherForecast.Training;

/// <summary>Settings of training.</summary>
/// <param name="LearningRate">Of AdamW.</param>
/// <param name="WeightDecay">Of AdamW.</param>
/// <param name="Epochs">How often each day is seen.</param>
internal sealed record TrainingSettings(float LearningRate, double WeightDecay, int Epochs)
{
    /// <summary>Sequences per update.</summary>
    public const int BatchSize = 32;

    /// <summary>Epochs without a lower validation loss, after which training ends.</summary>
    public const int Patience = 6;

    /// <summary>Networks that differ only in their seed; the mean of what they say is the forecast.</summary>
    public const int Members = 8;

    /// <summary>The settings that are tried on the validation year, each with up to <paramref name="epochs"/> epochs.</summary>
    public static TrainingSettings[] Candidates(int epochs) =>
    [
        new(0.001f, 0.01, epochs),
        new(0.003f, 0.01, epochs),
        new(0.003f, 0.1, epochs),
    ];

    /// <inheritdoc/>
    public override string ToString() => $"rate {LearningRate}, decay {WeightDecay}";
}
