namespace RnnCompiler;

/// <summary>Rules for the metrics of a run.</summary>
internal static class MetricRules
{
    /// <summary>Checks that metrics fit the targets.</summary>
    /// <param name="metrics">The metrics.</param>
    /// <param name="classes">Number of classes; 0 if targets are floats.</param>
    /// <returns>The metrics, each of them once.</returns>
    /// <exception cref="ArgumentException">A metric is for targets of the other type.</exception>
    public static Metric[] Checked(IEnumerable<Metric> metrics, int classes)
    {
        Metric[] distinct = [.. metrics.Distinct()];
        foreach (Metric metric in distinct)
        {
            bool isOfBoth = metric is Metric.Accuracy or Metric.MacroF1;
            if (!isOfBoth && !(classes > 0 ? metric is Metric.Perplexity : metric is Metric.MeanAbsoluteError or Metric.RootMeanSquaredError))
                throw new ArgumentException($"Expected metrics of {(classes > 0 ? "class ids" : "float targets")}, but {metric} was given.", nameof(metrics));
        }

        return distinct;
    }

    /// <summary>Checks that metrics can compare outputs with targets.</summary>
    /// <param name="metrics">The metrics.</param>
    /// <param name="targetsDiffer">Whether targets have other sizes than outputs.</param>
    /// <exception cref="ArgumentException">A metric compares outputs with targets of other sizes.</exception>
    public static void CheckTargets(IEnumerable<Metric> metrics, bool targetsDiffer)
    {
        if (targetsDiffer && metrics.FirstOrDefault(static metric => metric != Metric.Perplexity, Metric.Perplexity) is not Metric.Perplexity and var metric)
            throw new ArgumentException($"Expected no metric that compares outputs with targets, since targets have other sizes, but {metric} was given.", nameof(metrics));
    }

    /// <summary>Whether a metric is computed from outputs; perplexity is computed from the loss.</summary>
    public static bool NeedOutputs(IEnumerable<Metric> metrics) => metrics.Any(static metric => metric != Metric.Perplexity);
}
