using System.Numerics;
using System.Runtime.InteropServices;

namespace RnnCompiler.Interpreter.Training;

/// <summary>Metrics of validation rows, computed from all outputs and targets by their definitions.</summary>
/// <param name="metrics">The metrics.</param>
/// <param name="classes">The number of classes; 0 if targets are real numbers.</param>
/// <param name="outputs">The number of outputs of a step.</param>
internal sealed class RowMetrics<T>(IReadOnlyList<Metric> metrics, int classes, int outputs)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const double Threshold = 0.5;

    private readonly List<double> _differences = [];
    private readonly List<(int Label, int Expected, int Answer)> _answers = [];

    /// <summary>Whether a metric is computed from outputs.</summary>
    public bool NeedsOutputs { get; } = MetricRules.NeedOutputs(metrics);

    /// <summary>Discards all rows.</summary>
    public void Clear()
    {
        _differences.Clear();
        _answers.Clear();
    }

    /// <summary>Adds the steps of a row that exist.</summary>
    /// <param name="found">Their outputs; probabilities for sigmoid and softmax heads.</param>
    /// <param name="targets">Their targets.</param>
    public void Add<TTarget>(ReadOnlySpan<T> found, ReadOnlySpan<TTarget> targets)
        where TTarget : unmanaged
    {
        if (classes > 0)
            AddClasses(found, MemoryMarshal.Cast<TTarget, int>(targets));
        else
            AddNumbers(found, MemoryMarshal.Cast<TTarget, T>(targets));
    }

    /// <summary>Computes the metrics; NaN if no step counts.</summary>
    /// <param name="loss">The mean loss.</param>
    public IReadOnlyDictionary<Metric, double> Values(double loss) => metrics.ToDictionary(static metric => metric, metric => metric switch
    {
        Metric.MeanAbsoluteError => Mean(_differences.Select(Math.Abs)),
        Metric.RootMeanSquaredError => Math.Sqrt(Mean(_differences.Select(static difference => difference * difference))),
        Metric.Accuracy => Mean(_answers.Select(static answer => answer.Expected == answer.Answer ? 1.0 : 0.0)),
        Metric.MacroF1 => Mean(F1Scores()),
        Metric.Perplexity => Math.Exp(loss),
        _ => throw new NotSupportedException($"Expected a known metric, but {metric} was given."),
    });

    private void AddClasses(ReadOnlySpan<T> found, ReadOnlySpan<int> targets)
    {
        for (int step = 0; step < targets.Length; step++)
        {
            if (targets[step] < 0)
                continue;
            int answer = 0;
            for (int id = 1; id < classes; id++)
            {
                if (found[(step * classes) + id] > found[(step * classes) + answer])
                    answer = id;
            }

            _answers.Add((0, targets[step], answer));
        }
    }

    private void AddNumbers(ReadOnlySpan<T> found, ReadOnlySpan<T> targets)
    {
        for (int i = 0; i < targets.Length; i++)
        {
            double output = double.CreateChecked(found[i]), target = double.CreateChecked(targets[i]);
            _differences.Add(output - target);
            _answers.Add((i % outputs, target >= Threshold ? 1 : 0, output >= Threshold ? 1 : 0));
        }
    }

    /// <summary>The F1 of each class, or of the positive class of each label; of a single label both classes count.</summary>
    private IEnumerable<double> F1Scores()
    {
        if (classes == 0 && outputs > 1)
            return Enumerable.Range(0, outputs).Select(label => F1(_answers.Where(answer => answer.Label == label), 1));
        IEnumerable<int> occurring = _answers.SelectMany(static answer => new[] { answer.Expected, answer.Answer }).Distinct().Order();
        return occurring.Select(id => F1(_answers, id));
    }

    private static double F1(IEnumerable<(int Label, int Expected, int Answer)> answers, int id)
    {
        (int Label, int Expected, int Answer)[] all = [.. answers];
        int right = all.Count(answer => answer.Expected == id && answer.Answer == id);
        int expected = all.Count(answer => answer.Expected == id), answered = all.Count(answer => answer.Answer == id);
        return right == 0 ? 0 : 2.0 * right / (expected + answered);
    }

    private static double Mean(IEnumerable<double> values) => values.DefaultIfEmpty(double.NaN).Average();
}
