using RnnCompiler.Benchmarks.Engines;
using RnnCompiler.Benchmarks.Workloads;

namespace RnnCompiler.Benchmarks.Measuring;

/// <summary>Refuses to time engines that do not compute the same.</summary>
internal static class Agreement
{
    /// <summary>The most that an output, or the loss of the third training step, may differ.</summary>
    public const double Tolerance = 1e-5;

    /// <summary>
    /// The most that hidden weights may differ after three steps of Adam, root mean square. Adam moves every weight by about its rate, 1e-3,
    /// for any size of its gradient, so a gradient near 0 whose sign is rounding counts as much as any other.
    /// </summary>
    public const double WeightTolerance = 1e-5;

    private const float LearningRate = 1e-3f;
    private const int TrainingSteps = 3;
    private const int StreamSteps = 20;

    /// <summary>Runs all engines of a workload from the start.</summary>
    /// <returns>The largest difference from the first engine, of outputs or of the loss.</returns>
    /// <exception cref="InvalidOperationException">Two engines differ by more than the tolerance.</exception>
    public static double Check(Workload workload)
    {
        WorkloadData data = new(workload, LearningRate);
        IReadOnlyList<string> names = EngineTable.Of(workload);
        float[] expected = Run(names[0], data);
        double largest = 0;
        foreach (string name in names.Skip(1))
        {
            float[] found = Run(name, data);
            if (found.Length != expected.Length)
                throw new InvalidOperationException($"{workload.Name}: {name} gives {found.Length} values instead of {expected.Length}.");
            int compared = workload.Trains ? 1 : expected.Length;
            double difference = Largest(expected.AsSpan(0, compared), found.AsSpan(0, compared));
            double weights = RootMeanSquare(expected.AsSpan(compared), found.AsSpan(compared));
            if (!(difference <= Tolerance && weights <= WeightTolerance))
                throw new InvalidOperationException($"{workload.Name}: {name} differs by {difference:G3}, its weights by {weights:G3}.");
            largest = Math.Max(largest, difference);
        }

        return largest;
    }

    private static float[] Run(string name, WorkloadData data)
    {
        using Engine engine = EngineTable.Create(name, data);
        engine.Run(data.Workload.Trains ? TrainingSteps : data.Workload.Kind == WorkloadKind.Step ? StreamSteps : 1);
        return [.. engine.Result()];
    }

    // NaN differs from everything.
    private static double Largest(ReadOnlySpan<float> expected, ReadOnlySpan<float> found)
    {
        double largest = 0;
        for (int i = 0; i < expected.Length; i++)
        {
            double difference = Math.Abs((double)expected[i] - found[i]);
            largest = difference <= largest ? largest : difference;
        }

        return largest;
    }

    private static double RootMeanSquare(ReadOnlySpan<float> expected, ReadOnlySpan<float> found)
    {
        double sum = 0;
        for (int i = 0; i < expected.Length; i++)
            sum += Math.Pow((double)expected[i] - found[i], 2);
        return Math.Sqrt(sum / Math.Max(1, expected.Length));
    }
}
