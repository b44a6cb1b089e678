using System.Diagnostics;
using RnnCompiler;
using WeatherForecast.Features;
using WeatherForecast.Models;
using WeatherForecast.Training;

namespace WeatherForecast.Evaluation;

/// <summary>Time of one call in µs, generated and interpreted.</summary>
internal sealed record Timing(string Call, double Generated, double Interpreted)
{
    /// <summary>Speed of the generated code relative to the interpreted runtime.</summary>
    public double Ratio => Interpreted / Generated;
}

/// <summary>Measures the generated code of the temperature network beside the interpreted runtime: same declaration, parameters and data, one thread.</summary>
internal static class SpeedComparison
{
    private const ulong Seed = 1;
    private const int Rounds = 7;

    // The runtime compiles hot methods again after 100 ms without new ones, or after a second on one core, and profiles them in between.
    private static readonly TimeSpan Settled = TimeSpan.FromMilliseconds(1500);
    private static readonly TimeSpan LongestWarmUp = TimeSpan.FromSeconds(15);
    private const double Faster = 0.97;
    private static readonly TimeSpan Round = TimeSpan.FromMilliseconds(40);

    /// <summary>Measures.</summary>
    /// <param name="features">Whose first days serve as input.</param>
    /// <param name="cancellation">Asked before every round.</param>
    public static Timing[] Run(WeatherFeatures features, CancellationToken cancellation)
    {
        TemperatureModel fast = TemperatureModel.Create(Seed);
        InterpretedModel<float> slow = InterpretedModel.Create<TemperatureModel>(Seed);
        (float[] inputs, float[] targets) = Batch(features);
        float[] input = inputs[..(inputs.Length / targets.Length)];
        float[] output = new float[TemperatureModel.OutputSize];
        using TemperatureModel.Trainer fastTrainer = fast.CreateTrainer(new AdamW(0.001f), TrainingSettings.BatchSize);
        using InterpretedTrainer<float> slowTrainer = slow.CreateTrainer(new AdamW(0.001f), TrainingSettings.BatchSize);
        return
        [
            Compare("Forward, one sequence", () => fast.Forward(input, output), () => slow.Forward(input, output), cancellation),
            Compare($"Trainer.Step, {TrainingSettings.BatchSize} sequences", () => fastTrainer.Step(inputs, targets), () => slowTrainer.Step(inputs, targets), cancellation),
        ];
    }

    private static (float[] Inputs, float[] Targets) Batch(WeatherFeatures features)
    {
        int[] days = features.Targets(..)[..TrainingSettings.BatchSize];
        TemperatureTask task = new();
        return ([.. days.SelectMany(day => features.WindowBefore(day).ToArray())], [.. days.Select(day => task.Target(features, day))]);
    }

    // Turn by turn, so that what else the machine does meets both; the best round of each is what the code can do.
    private static Timing Compare(string call, Action generated, Action interpreted, CancellationToken cancellation)
    {
        WarmUp(generated, interpreted, cancellation);
        double fast = double.MaxValue;
        double slow = double.MaxValue;
        for (int round = 0; round < Rounds; round++)
        {
            cancellation.ThrowIfCancellationRequested();
            fast = Math.Min(fast, Measure(generated, Round));
            slow = Math.Min(slow, Measure(interpreted, Round));
        }

        return new Timing(call, fast, slow);
    }

    /// <summary>Runs both sides in turns until neither becomes faster: an interpreter that is not yet optimised takes 20 times as long.</summary>
    private static void WarmUp(Action generated, Action interpreted, CancellationToken cancellation)
    {
        double fast = double.MaxValue;
        double slow = double.MaxValue;
        Stopwatch all = Stopwatch.StartNew();
        Stopwatch unchanged = Stopwatch.StartNew();
        while (unchanged.Elapsed < Settled && all.Elapsed < LongestWarmUp)
        {
            cancellation.ThrowIfCancellationRequested();
            if (Falls(ref fast, Measure(generated, Round)) | Falls(ref slow, Measure(interpreted, Round)))
                unchanged.Restart();
        }
    }

    private static bool Falls(ref double best, double time)
    {
        bool falls = time < best * Faster;
        best = Math.Min(best, time);
        return falls;
    }

    private static double Measure(Action action, TimeSpan atLeast)
    {
        long calls = 0;
        Stopwatch watch = Stopwatch.StartNew();
        do
        {
            for (int i = 0; i < 16; i++)
                action();

            calls += 16;
        }
        while (watch.Elapsed < atLeast);

        return watch.Elapsed.TotalMicroseconds / calls;
    }
}
