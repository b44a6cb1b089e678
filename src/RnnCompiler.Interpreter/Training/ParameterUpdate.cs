using System.Numerics;
using RnnCompiler.Interpreter.Models;

namespace RnnCompiler.Interpreter.Training;

/// <summary>
/// Update of all parameters by an optimizer, and its moments. Parameters with the same factor of the learning rate that follow one another are one range; its moments
/// follow one another too. A factor of 0 freezes a range.
/// </summary>
internal sealed class ParameterUpdate<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ParameterValues<T> _parameters;
    private readonly Optimizer _optimizer;
    private readonly List<(int Start, int Length, float Factor)> _ranges = [];
    private readonly T[] _moments;

    /// <summary>Allocates the moments.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="factors">Factors of the learning rate by prefix of parameter names.</param>
    /// <exception cref="ArgumentException">No parameter has one of the prefixes.</exception>
    public ParameterUpdate(ParameterValues<T> parameters, Optimizer optimizer, IEnumerable<KeyValuePair<string, float>> factors)
    {
        _parameters = parameters;
        _optimizer = optimizer;
        MomentCount = optimizer.MomentCount;
        _moments = new T[parameters.All.Length * MomentCount];
        foreach ((ModelParameter parameter, float factor) in parameters.Parameters.Zip(PrefixFactors.Of(parameters.Layout, factors)))
        {
            if (_ranges.Count > 0 && _ranges[^1].Factor == factor)
                _ranges[^1] = _ranges[^1] with { Length = _ranges[^1].Length + parameter.Length };
            else
                _ranges.Add((parameter.Offset, parameter.Length, factor));
        }
    }

    /// <summary>The number of moments of each parameter.</summary>
    public int MomentCount { get; }

    /// <summary>Clears the gradients of frozen parameters.</summary>
    public void ClearFrozen(Span<T> gradients)
    {
        foreach ((int start, int length, float factor) in _ranges)
        {
            if (factor == 0)
                gradients.Slice(start, length).Clear();
        }
    }

    /// <summary>Applies an update.</summary>
    /// <param name="gradients">The gradients.</param>
    /// <param name="update">The number of the update, from 1.</param>
    /// <param name="learningRate">The learning rate, schedule included.</param>
    public void Apply(ReadOnlySpan<T> gradients, long update, float learningRate)
    {
        foreach ((int start, int length, float factor) in _ranges)
        {
            if (factor == 0)
                continue;
            Span<T> moments = _moments.AsSpan(start * MomentCount, length * MomentCount);
            _optimizer.Update(_parameters.All.Slice(start, length), gradients.Slice(start, length), moments, update, T.CreateChecked(learningRate * factor));
        }

        _parameters.Touch();
    }

    /// <summary>Copies a moment of all parameters.</summary>
    public T[] CopyMoment(int moment)
    {
        T[] values = new T[_parameters.All.Length];
        foreach ((int start, int length, _) in _ranges)
            Moment(moment, start, length).CopyTo(values.AsSpan(start));
        return values;
    }

    /// <summary>Replaces a moment of all parameters.</summary>
    public void SetMoment(int moment, ReadOnlySpan<T> values)
    {
        foreach ((int start, int length, _) in _ranges)
            values.Slice(start, length).CopyTo(Moment(moment, start, length));
    }

    private Span<T> Moment(int moment, int start, int length) => _moments.AsSpan((start * MomentCount) + (moment * length), length);
}
