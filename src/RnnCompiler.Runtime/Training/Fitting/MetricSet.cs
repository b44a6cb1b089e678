using System.Runtime.InteropServices;
using RnnCompiler.CompilerServices;

namespace RnnCompiler;

/// <summary>Accumulates metrics over validation rows.</summary>
internal sealed class MetricSet
{
    private const float Threshold = 0.5f;

    private readonly Metric[] _metrics;
    private readonly int _classes;
    private readonly Confusion _confusion;
    private double _absolute;
    private double _squared;
    private long _correct;
    private long _elements;

    /// <summary>Creates accumulators.</summary>
    /// <param name="metrics">The metrics.</param>
    /// <param name="classes">Number of classes; 0 if targets are floats.</param>
    /// <param name="outputs">Outputs of a step.</param>
    /// <exception cref="ArgumentException">A metric is for targets of the other type.</exception>
    public MetricSet(IEnumerable<Metric> metrics, int classes, int outputs)
    {
        _metrics = MetricRules.Checked(metrics, classes);
        _classes = classes;
        _confusion = new Confusion(outputs);
    }

    /// <summary>Whether a metric is computed from outputs; perplexity is computed from the loss.</summary>
    public bool NeedsOutputs => MetricRules.NeedOutputs(_metrics);

    /// <summary>Forgets all rows.</summary>
    public void Clear()
    {
        (_absolute, _squared, _correct, _elements) = (0, 0, 0, 0);
        _confusion.Clear();
    }

    /// <summary>Adds the valid steps of a row.</summary>
    /// <typeparam name="TTarget"><see cref="float"/>, or <see cref="int"/> for class ids.</typeparam>
    /// <param name="outputs">Their outputs.</param>
    /// <param name="targets">Their targets.</param>
    public void Add<TTarget>(ReadOnlySpan<float> outputs, ReadOnlySpan<TTarget> targets)
        where TTarget : unmanaged
    {
        if (_classes > 0)
            AddClasses(outputs, MemoryMarshal.Cast<TTarget, int>(targets));
        else
            AddFloats(outputs, MemoryMarshal.Cast<TTarget, float>(targets));
    }

    /// <summary>The value of each metric; NaN if no element counts.</summary>
    /// <param name="loss">The mean loss.</param>
    public IReadOnlyDictionary<Metric, double> Values(double loss) => _metrics.ToDictionary(static metric => metric, metric => metric switch
    {
        Metric.MeanAbsoluteError => _absolute / _elements,
        Metric.RootMeanSquaredError => Math.Sqrt(_squared / _elements),
        Metric.Accuracy => (double)_correct / _elements,
        Metric.MacroF1 => _classes == 0 && _confusion.Count > 1 ? _confusion.MeanF1(ofAll: true) : _classes == 0 ? _confusion.F1OfBoth() : _confusion.MeanF1(ofAll: false),
        _ => Math.Exp(loss),
    });

    private void AddClasses(ReadOnlySpan<float> outputs, ReadOnlySpan<int> targets)
    {
        for (int step = 0; step < targets.Length; step++)
        {
            if (targets[step] == LossWeights.IgnoredClass)
                continue;
            ReadOnlySpan<float> row = outputs.Slice(step * _classes, _classes);
            int answer = 0;
            for (int id = 1; id < row.Length; id++)
                answer = row[id] > row[answer] ? id : answer;
            _elements++;
            _correct += answer == targets[step] ? 1 : 0;
            _confusion.AddClass(targets[step], answer);
        }
    }

    private void AddFloats(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets)
    {
        for (int i = 0; i < targets.Length; i++)
        {
            double difference = (double)outputs[i] - targets[i];
            _absolute += Math.Abs(difference);
            _squared += difference * difference;
            bool expected = targets[i] >= Threshold, answer = outputs[i] >= Threshold;
            _elements++;
            _correct += answer == expected ? 1 : 0;
            _confusion.AddLabel(i % _confusion.Count, expected, answer);
        }
    }
}
