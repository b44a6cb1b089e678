using RnnCompiler.Interpreter.Training;

namespace RnnCompiler.Interpreter.Tests.Training;

/// <summary>Metrics of examples that were computed by hand.</summary>
public class RowMetricsTests
{
    [Fact]
    public void Errors_are_means_over_all_elements()
    {
        RowMetrics<double> metrics = new([Metric.MeanAbsoluteError, Metric.RootMeanSquaredError], classes: 0, outputs: 2);
        metrics.Add<double>([9, 9], [0, 0]);
        metrics.Clear();
        Assert.All(metrics.Values(0).Values, static value => Assert.Equal(double.NaN, value));
        metrics.Add<double>([1, 2, 3, 4], [0, 2, 5, 3]);
        metrics.Add<double>([], []);
        Assert.Equal(1, metrics.Values(0)[Metric.MeanAbsoluteError]);
        Assert.Equal(Math.Sqrt(1.5), metrics.Values(0)[Metric.RootMeanSquaredError], 1e-15);
    }

    [Fact]
    public void Classes_that_occur_count_alike_and_steps_of_class_minus_1_not_at_all()
    {
        // Answers 0 (of equals the first), 1, 1 and 3 for 0, 1, 0 and 1: F1 is 2/3 of class 0, 2/4 of class 1, and 0 of class 3, which no target has.
        RowMetrics<float> metrics = new([Metric.Accuracy, Metric.MacroF1, Metric.Perplexity], classes: 4, outputs: 4);
        metrics.Add<int>([1, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 9, 0, 0, 0, 0, 0, 0, 1], [0, 1, 0, -1, 1]);
        IReadOnlyDictionary<Metric, double> values = metrics.Values(Math.Log(2));
        Assert.Equal(0.5, values[Metric.Accuracy]);
        Assert.Equal((2.0 / 3 + 0.5) / 3, values[Metric.MacroF1], 1e-15);
        Assert.Equal(2, values[Metric.Perplexity], 1e-15);
    }

    [Fact]
    public void Labels_are_judged_at_one_half_and_a_single_one_has_two_classes()
    {
        // Label 0: found 1, 1, 0 for 1, 0, 1; label 1 never occurs.
        RowMetrics<double> several = new([Metric.Accuracy, Metric.MacroF1], classes: 0, outputs: 2);
        several.Add<double>([0.5, 0.1, 0.9, 0.2, 0.49, 0.3], [1, 0, 0, 0, 1, 0]);
        Assert.Equal(4.0 / 6, several.Values(0)[Metric.Accuracy], 1e-15);
        Assert.Equal(0.25, several.Values(0)[Metric.MacroF1], 1e-15);

        // The same label alone: F1 is 1/2 of the upper class and 0 of the lower one.
        RowMetrics<double> single = new([Metric.MacroF1], classes: 0, outputs: 1);
        single.Add<double>([0.5, 0.9, 0.49], [1, 0, 1]);
        Assert.Equal(0.25, single.Values(0)[Metric.MacroF1], 1e-15);
        single.Clear();
        single.Add<double>([0.6, 0.7], [1, 1]);
        Assert.Equal(1, single.Values(0)[Metric.MacroF1]);
    }
}
