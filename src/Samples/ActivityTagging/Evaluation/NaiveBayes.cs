using ActivityTagging.Data;
using ActivityTagging.Training;

namespace ActivityTagging.Evaluation;

/// <summary>
/// The baseline: a naive Bayes classifier, to which each statistic of a window has a normal distribution in each activity, independent of the other statistics.
/// </summary>
internal sealed class NaiveBayes : ITagger
{
    private readonly double[,] _means = new double[Activities.Count, WindowStatistics.Count];
    private readonly double[,] _variances = new double[Activities.Count, WindowStatistics.Count];
    private readonly double[] _logPriors = new double[Activities.Count];

    /// <summary>Measures means and variances on the labelled steps of recordings in which each activity occurs.</summary>
    public NaiveBayes(RecordingSet training)
    {
        double[] counts = new double[Activities.Count];
        ForEachStep(training, (i, statistics) =>
        {
            int id = training.Targets[i];
            if (id == Activities.Unlabelled)
                return;
            counts[id]++;
            for (int k = 0; k < WindowStatistics.Count; k++)
            {
                double difference = statistics[k] - _means[id, k];
                _means[id, k] += difference / counts[id];
                _variances[id, k] += difference * (statistics[k] - _means[id, k]); // Welford, 1962
            }
        });
        for (int id = 0; id < Activities.Count; id++)
        {
            _logPriors[id] = Math.Log(counts[id] / counts.Sum());
            for (int k = 0; k < WindowStatistics.Count; k++)
                _variances[id, k] /= counts[id];
        }
    }

    /// <inheritdoc/>
    public string Name => "naive Bayes (3 s)";

    /// <inheritdoc/>
    public int Parameters => Activities.Count * (2 * WindowStatistics.Count + 1);

    /// <inheritdoc/>
    public int[] Tag(RecordingSet set)
    {
        int[] classes = new int[set.Targets.Length];
        ForEachStep(set, (i, statistics) =>
        {
            double best = double.NegativeInfinity;
            for (int id = 0; id < Activities.Count; id++)
            {
                double score = LogProbability(id, statistics);
                if (score > best)
                    (best, classes[i]) = (score, id);
            }
        });
        return classes;
    }

    private static void ForEachStep(RecordingSet set, Action<int, double[]> visit)
    {
        double[] statistics = new double[WindowStatistics.Count];
        for (int row = 0; row < set.Rows; row++)
        {
            for (int step = 0; step < set.Lengths[row]; step++)
            {
                WindowStatistics.Compute(set, row, step, statistics);
                visit(row * RecordingSet.Steps + step, statistics);
            }
        }
    }

    private double LogProbability(int id, double[] statistics)
    {
        double sum = _logPriors[id];
        for (int k = 0; k < WindowStatistics.Count; k++)
        {
            double difference = statistics[k] - _means[id, k];
            sum -= 0.5 * (Math.Log(_variances[id, k]) + difference * difference / _variances[id, k]);
        }

        return sum;
    }
}
