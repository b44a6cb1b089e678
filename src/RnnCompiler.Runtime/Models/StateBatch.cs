using System.Runtime.CompilerServices;
using RnnCompiler.CompilerServices;

namespace RnnCompiler;

/// <summary>
/// States of many streams of one model, one after another without padding: 4 bytes for each float of a stream's state. Two calls at the same time may not use one batch.
/// </summary>
public sealed class StateBatch
{
    private readonly StateLayout _layout;
    private readonly ParameterStore _parameters;
    private readonly AlignedBuffer _states;

    internal StateBatch(StateLayout layout, ParameterStore parameters, int streams)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(streams, 1);
        _layout = layout;
        _parameters = parameters;
        Streams = streams;
        _states = new AlignedBuffer(checked(streams * layout.Length));
        Reset();
    }

    /// <summary>Number of streams.</summary>
    public int Streams { get; }

    /// <summary>Number of floats of the state of a stream.</summary>
    public int StateLength => _layout.Length;

    internal StateLayout Layout => _layout;

    /// <summary>The states of all streams.</summary>
    internal Span<float> All => _states.Span;

    /// <summary>The first float of a stream's state.</summary>
    internal ref float Reference(int stream) => ref Unsafe.Add(ref _states.Reference, (nint)stream * StateLength);

    /// <summary>Resets all streams to their start; states that contain NaN are reset too.</summary>
    public void Reset()
    {
        for (int stream = 0; stream < Streams; stream++)
            Reset(stream);
    }

    /// <summary>Resets a stream to its start; a state that contains NaN is reset too.</summary>
    /// <param name="stream">The stream, from 0 to <see cref="Streams"/> − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such stream.</exception>
    public void Reset(int stream) => _layout.WriteInitialStates(Of(stream), _parameters);

    /// <summary>Copies the state of a stream into a span.</summary>
    /// <param name="stream">The stream, from 0 to <see cref="Streams"/> − 1.</param>
    /// <param name="destination">Exactly <see cref="StateLength"/> floats, in the order of <see cref="ModelState.CopyTo"/>.</param>
    /// <exception cref="ArgumentException">There is no such stream, or the length differs.</exception>
    public void CopyTo(int stream, Span<float> destination)
    {
        Span<float> own = Of(stream);
        Guard.Length(destination.Length, own.Length, nameof(destination));
        own.CopyTo(destination);
    }

    /// <summary>Replaces the state of a stream.</summary>
    /// <param name="stream">The stream, from 0 to <see cref="Streams"/> − 1.</param>
    /// <param name="source">Exactly <see cref="StateLength"/> floats, in the order of <see cref="ModelState.CopyTo"/>.</param>
    /// <exception cref="ArgumentException">There is no such stream, or the length differs; the state is unchanged.</exception>
    public void CopyFrom(int stream, ReadOnlySpan<float> source)
    {
        Span<float> own = Of(stream);
        Guard.Length(source.Length, own.Length, nameof(source));
        source.CopyTo(own);
    }

    /// <summary>Exchanges the states of two streams, for example to keep active streams together.</summary>
    /// <param name="a">A stream, from 0 to <see cref="Streams"/> − 1.</param>
    /// <param name="b">Another one, or the same.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such stream.</exception>
    public void Swap(int a, int b)
    {
        Span<float> first = Of(a);
        Span<float> second = Of(b);
        for (int i = 0; i < first.Length; i++)
            (first[i], second[i]) = (second[i], first[i]);
    }

    private Span<float> Of(int stream)
    {
        if ((uint)stream >= (uint)Streams)
            throw new ArgumentOutOfRangeException(nameof(stream), stream, $"Expected a stream from 0 to {Streams - 1}, but {stream} was given.");
        return _states.Span.Slice(stream * _layout.Length, _layout.Length);
    }
}
