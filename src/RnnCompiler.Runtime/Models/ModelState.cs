using System.Runtime.CompilerServices;
using RnnCompiler.CompilerServices;

namespace RnnCompiler;

/// <summary>
/// State of one stream, and the workspace of a step, so that streams share nothing. Two calls at the same time may not use one state.
/// The floats are those of each layer in order of declaration; an LSTM has h, then c.
/// </summary>
public abstract class ModelState
{
    private readonly StateLayout _layout;
    private readonly AlignedBuffer _buffer;
    private readonly int _workspaceLength;

    // A step reads one half and writes the other; then they are exchanged.
    private readonly int _half;
    private int _current;

    /// <summary>Creates the state of a new stream.</summary>
    /// <param name="layout">Layout of the states.</param>
    /// <param name="workspaceLength">Floats of the workspace of a step.</param>
    protected ModelState(StateLayout layout, int workspaceLength)
    {
        ArgumentNullException.ThrowIfNull(layout);
        ArgumentOutOfRangeException.ThrowIfNegative(workspaceLength);
        _layout = layout;
        _half = layout.StorageLength;
        _workspaceLength = workspaceLength;
        _buffer = new AlignedBuffer(checked(2 * layout.StorageLength + workspaceLength));
        Reset();
    }

    /// <summary>Creates the state of a new stream.</summary>
    /// <param name="model">The model's layouts.</param>
    /// <exception cref="ArgumentException">The model has no state: it is bidirectional.</exception>
    protected ModelState(CompiledModel model)
        : this(
            (model ?? throw new ArgumentNullException(nameof(model))).State ?? throw new ArgumentException("Expected a model with states, but this one has none.", nameof(model)),
            model.StepWorkspace)
    {
    }

    /// <summary>Creates a copy of a stream.</summary>
    /// <param name="other">The state to copy.</param>
    protected ModelState(ModelState other)
    {
        ArgumentNullException.ThrowIfNull(other);
        _layout = other._layout;
        _half = other._half;
        _workspaceLength = other._workspaceLength;
        _buffer = new AlignedBuffer(other._buffer.Length);
        other.Half(other._current).CopyTo(Half(0));
    }

    /// <summary>Layout of the states; all streams of one model share it.</summary>
    internal StateLayout SharedLayout => _layout;

    /// <summary>Number of floats of the state.</summary>
    public int Length => _layout.Length;

    /// <summary>The state that the next step reads.</summary>
    protected internal ref float CurrentState
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref Unsafe.Add(ref _buffer.Reference, _current);
    }

    /// <summary>The state that the next step writes.</summary>
    protected internal ref float NextState
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref Unsafe.Add(ref _buffer.Reference, _layout.StorageLength - _current);
    }

    /// <summary>Workspace of a step.</summary>
    protected internal ref float StepWorkspace
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref Unsafe.Add(ref _buffer.Reference, 2 * _half);
    }

    /// <summary>Returns to the start of a stream; a state that contains NaN is reset too.</summary>
    public void Reset()
    {
        _current = 0;
        _buffer.Span.Clear();
        foreach (StateSlot slot in _layout.Slots)
            Half(0).Slice(slot.Offset, slot.Length).Fill(slot.InitialValue);
    }

    /// <summary>Copies the state into a span, without padding.</summary>
    /// <param name="destination">Exactly <see cref="Length"/> floats.</param>
    /// <exception cref="ArgumentException">The length differs.</exception>
    public void CopyTo(Span<float> destination)
    {
        Guard.Length(destination.Length, Length, nameof(destination));
        int position = 0;
        foreach (StateSlot slot in _layout.Slots)
        {
            Half(_current).Slice(slot.Offset, slot.Length).CopyTo(destination[position..]);
            position += slot.Length;
        }
    }

    /// <summary>Replaces the state.</summary>
    /// <param name="source">Exactly <see cref="Length"/> floats, in the order of <see cref="CopyTo"/>.</param>
    /// <exception cref="ArgumentException">The length differs; the state is unchanged.</exception>
    public void CopyFrom(ReadOnlySpan<float> source)
    {
        Guard.Length(source.Length, Length, nameof(source));
        int position = 0;
        foreach (StateSlot slot in _layout.Slots)
        {
            source.Slice(position, slot.Length).CopyTo(Half(_current).Slice(slot.Offset, slot.Length));
            position += slot.Length;
        }
    }

    /// <summary>Takes one step with a kernel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Advance(ref KernelFrame frame, SequenceKernel kernel)
    {
        frame.StateIn = ref CurrentState;
        frame.StateOut = ref NextState;
        frame.Workspace = ref StepWorkspace;
        kernel(ref frame);
        Flip();
    }

    /// <summary>Ends a step: what it wrote is now the current state.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected internal void Flip() => _current = _half - _current;

    private Span<float> Half(int start) => _buffer.Span.Slice(start, _layout.StorageLength);
}
