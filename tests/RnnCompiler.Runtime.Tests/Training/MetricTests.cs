namespace RnnCompiler.Runtime.Tests;

/// <summary>Metrics against their definitions, worked by hand and by counting pairs.</summary>
public class MetricTests
{
    [Fact]
    public void Errors_are_means_over_all_elements()
    {
        MetricSet set = new([Metric.MeanAbsoluteError, Metric.RootMeanSquaredError], classes: 0, outputs: 2);
        set.Add<float>([1, 2, 3, 4], [2, 2, 0, 4]);
        set.Add<float>([5, 5], [1, 5]);
        IReadOnlyDictionary<Metric, double> values = set.Values(0);
        Assert.Equal(8.0 / 6, values[Metric.MeanAbsoluteError], 1e-12);
        Assert.Equal(Math.Sqrt(26.0 / 6), values[Metric.RootMeanSquaredError], 1e-12);
        set.Clear();
        Assert.Equal(double.NaN, set.Values(0)[Metric.MeanAbsoluteError]);
    }

    [Fact]
    public void Classes_are_judged_by_the_largest_output_and_ignored_steps_do_not_count()
    {
        // Answers 0, 2, 1, 2 for targets 0, 1, 1, 2: F1 of class 0 is 1, of 1 is 2/3, of 2 is 2/3; class 3 occurs nowhere.
        MetricSet set = new([Metric.Accuracy, Metric.MacroF1, Metric.Perplexity], classes: 4, outputs: 4);
        set.Add<int>([9, 1, 1, 0, 0, 0, 9, 0, 7, 8, 0, 0], [0, 1, -1]);
        set.Add<int>([0, 5, 5, 0, 0, 0, 3, 0], [1, 2]);
        IReadOnlyDictionary<Metric, double> values = set.Values(Math.Log(5));
        Assert.Equal(0.75, values[Metric.Accuracy]);
        Assert.Equal((1 + (2.0 / 3) + (2.0 / 3)) / 3, values[Metric.MacroF1], 1e-12);
        Assert.Equal(5, values[Metric.Perplexity], 1e-12);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Labels_are_judged_at_a_half(int labels)
    {
        const int Steps = 200;
        Random random = new(labels);
        float[] outputs = [.. Enumerable.Range(0, Steps * labels).Select(_ => random.NextSingle())];
        float[] targets = [.. outputs.Select(output => random.NextDouble() < 0.7 ? MathF.Round(output) : random.Next(2))];
        MetricSet set = new([Metric.Accuracy, Metric.MacroF1], classes: 0, labels);
        for (int row = 0; row < 4; row++)
            set.Add<float>(outputs.AsSpan(row * 50 * labels, 50 * labels), targets.AsSpan(row * 50 * labels, 50 * labels));

        // F1 is the harmonic mean of precision and recall.
        double F1(int label, bool positive)
        {
            int[] at = [.. Enumerable.Range(0, Steps).Select(step => (step * labels) + label)];
            double both = at.Count(i => outputs[i] >= 0.5f == positive && targets[i] == 1 == positive);
            double precision = both / at.Count(i => outputs[i] >= 0.5f == positive), recall = both / at.Count(i => targets[i] == 1 == positive);
            return 2 / ((1 / precision) + (1 / recall));
        }

        double expected = labels == 1 ? (F1(0, true) + F1(0, false)) / 2 : Enumerable.Range(0, labels).Average(label => F1(label, true));
        Assert.Equal(expected, set.Values(0)[Metric.MacroF1], 1e-12);
        Assert.Equal(outputs.Zip(targets).Count(static pair => pair.First >= 0.5f == (pair.Second == 1)) / (double)outputs.Length, set.Values(0)[Metric.Accuracy], 1e-12);
    }

    [Fact]
    public void Metrics_of_the_other_type_of_targets_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new MetricSet([Metric.Perplexity], classes: 0, outputs: 1));
        Assert.Throws<ArgumentException>(() => new MetricSet([Metric.MeanAbsoluteError], classes: 3, outputs: 3));
        Assert.Throws<ArgumentException>(() => new MetricSet([(Metric)9], classes: 3, outputs: 3));
        Assert.False(new MetricSet([Metric.Perplexity], classes: 3, outputs: 3).NeedsOutputs);
    }
}
