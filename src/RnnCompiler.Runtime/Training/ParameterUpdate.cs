using RnnCompiler.CompilerServices;

namespace RnnCompiler;

/// <summary>
/// Update of all parameters by an optimizer, range by range, and its moments. A range of n floats that starts at float s has its moments at s · m, with m moments:
/// n floats of the first moment, then n floats of the second one.
/// </summary>
internal sealed class ParameterUpdate
{
    private readonly ParameterStore _store;
    private readonly Optimizer _optimizer;
    private readonly ParameterRange[] _ranges;
    private readonly ParameterRange[] _padding;
    private readonly AlignedBuffer _moments;

    /// <summary>Allocates the moments.</summary>
    /// <param name="store">The parameters.</param>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="factors">Factors of the learning rate by prefix of parameter names.</param>
    public ParameterUpdate(ParameterStore store, Optimizer optimizer, IEnumerable<KeyValuePair<string, float>> factors)
    {
        _store = store;
        _optimizer = optimizer;
        _ranges = ParameterRanges.WithFactors(store.Layout, factors);

        // Built-in rules keep the zeros of padding zero; the rules of users need not.
        _padding = optimizer is ElementwiseOptimizer ? ParameterRanges.OfPadding(store.Layout) : [];
        MomentCount = optimizer.MomentCount;
        _moments = new AlignedBuffer(store.Layout.StorageLength * MomentCount);
    }

    /// <summary>Floats of optimizer state for each parameter.</summary>
    public int MomentCount { get; }

    /// <summary>Clears the gradients of frozen parameters, which neither clipping nor the check for finite values sees.</summary>
    public void ClearFrozen(Span<float> gradients)
    {
        foreach (ref readonly ParameterRange range in _ranges.AsSpan())
        {
            if (range.Factor == 0)
                gradients.Slice(range.Start, range.Length).Clear();
        }
    }

    /// <summary>Applies an update.</summary>
    /// <param name="gradients">The gradients, packed as the parameters.</param>
    /// <param name="update">Number of the update, from 1.</param>
    /// <param name="learningRate">The learning rate, schedule included.</param>
    public void Apply(ReadOnlySpan<float> gradients, long update, float learningRate)
    {
        foreach (ref readonly ParameterRange range in _ranges.AsSpan())
        {
            if (range.Factor == 0)
                continue;
            Span<float> moments = _moments.Span.Slice(range.Start * MomentCount, range.Length * MomentCount);
            _optimizer.Update(
                _store.Span.Slice(range.Start, range.Length), gradients.Slice(range.Start, range.Length), moments, update, learningRate * range.Factor);
        }

        foreach (ref readonly ParameterRange padding in _padding.AsSpan())
        {
            _store.Span.Slice(padding.Start, padding.Length).Clear();
            for (int moment = 0; moment < MomentCount; moment++)
                Moment(moment, padding).Clear();
        }

        _store.RenewReduced();
    }

    /// <summary>Copies a moment of all parameters out.</summary>
    /// <param name="moment">Its number, from 0.</param>
    /// <param name="destination">A float for each float of packed storage, packed as the parameters.</param>
    public void ReadMoment(int moment, Span<float> destination)
    {
        foreach (ParameterRange range in _ranges)
            Moment(moment, range).CopyTo(destination[range.Start..]);
    }

    /// <summary>Replaces a moment of all parameters.</summary>
    /// <param name="moment">Its number, from 0.</param>
    /// <param name="source">A float for each float of packed storage, packed as the parameters.</param>
    public void WriteMoment(int moment, ReadOnlySpan<float> source)
    {
        foreach (ParameterRange range in _ranges)
            source.Slice(range.Start, range.Length).CopyTo(Moment(moment, range));
    }

    /// <summary>The moment of some floats, which belong to one range.</summary>
    private Span<float> Moment(int moment, ParameterRange part)
    {
        foreach (ref readonly ParameterRange range in _ranges.AsSpan())
        {
            if (part.Start < range.End)
                return _moments.Span.Slice(range.Start * MomentCount + moment * range.Length + part.Start - range.Start, part.Length);
        }

        throw new ArgumentOutOfRangeException(nameof(part));
    }
}
