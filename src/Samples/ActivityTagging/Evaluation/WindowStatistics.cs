using ActivityTagging.Data;

namespace ActivityTagging.Evaluation;

/// <summary>
/// Statistics of the three seconds around a step, as classifiers of activities used them before networks: strength, speed, frequency and asymmetry of the vertical
/// acceleration, and strength of the horizontal one.
/// </summary>
internal static class WindowStatistics
{
    /// <summary>Number of statistics.</summary>
    public const int Count = 5;

    private const int StepsBeforeAndAfter = 7;
    private const double Least = 1e-4;

    /// <summary>Computes the statistics of a step.</summary>
    /// <param name="set">The recordings.</param>
    /// <param name="row">The recording.</param>
    /// <param name="step">The step; the window ends at the ends of the recording.</param>
    /// <param name="statistics">Receives <see cref="Count"/> numbers.</param>
    public static void Compute(RecordingSet set, int row, int step, Span<double> statistics)
    {
        int first = Math.Max(0, step - StepsBeforeAndAfter);
        int last = Math.Min(set.Lengths[row] - 1, step + StepsBeforeAndAfter);
        int stepLength = RecordingSet.Features;
        ReadOnlySpan<float> window = set.Inputs.AsSpan((row * RecordingSet.Steps + first) * stepLength, (last - first + 1) * stepLength);
        int samples = window.Length / Gravity.Parts;
        double mean = 0, horizontal = 0;
        for (int i = 0; i < samples; i++)
        {
            mean += window[Gravity.Parts * i] / samples;
            horizontal += window[Gravity.Parts * i + 1] / samples;
        }

        double variance = 0, cubes = 0, change = 0;
        int crossings = 0;
        double before = window[0] - mean;
        for (int i = 0; i < samples; i++)
        {
            double value = window[Gravity.Parts * i] - mean;
            variance += value * value / samples;
            cubes += value * value * value / samples;
            change += Math.Abs(value - before) / samples;
            crossings += value >= 0 != before >= 0 ? 1 : 0;
            before = value;
        }

        statistics[0] = Math.Log(Math.Sqrt(variance) + Least);
        statistics[1] = Math.Log(change + Least);
        statistics[2] = (double)crossings / samples;
        statistics[3] = cubes / Math.Pow(variance + Least, 1.5);
        statistics[4] = Math.Log(horizontal + Least);
    }
}
