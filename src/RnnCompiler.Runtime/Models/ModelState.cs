using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using RnnCompiler.CompilerServices;

namespace RnnCompiler;

/// <summary>
/// State of one stream, and the workspace of a step, so that streams share nothing. Two calls at the same time may not use one state.
/// The floats are those of each layer in order of declaration; an LSTM has h, then c.
/// </summary>
public abstract class ModelState
{
    private readonly StateLayout _layout;
    private readonly ParameterStore? _parameters;
    private readonly AlignedBuffer _buffer;
    private readonly int _inputLength;
    private readonly int _workspaceLength;

    // A step reads one half and writes the other; then they are exchanged.
    private readonly int _half;
    private int _current;

    /// <summary>Creates the state of a new stream.</summary>
    /// <param name="layout">Layout of the states.</param>
    /// <param name="workspaceLength">Floats of the workspace of a step.</param>
    protected ModelState(StateLayout layout, int workspaceLength)
        : this(layout, null, workspaceLength, 0)
    {
    }

    private ModelState(StateLayout layout, ParameterStore? parameters, int workspaceLength, int inputLength)
    {
        ArgumentNullException.ThrowIfNull(layout);
        ArgumentOutOfRangeException.ThrowIfNegative(workspaceLength);
        _layout = layout;
        _parameters = parameters;
        _half = layout.StorageLength;
        _workspaceLength = workspaceLength;
        _inputLength = inputLength;
        _buffer = new AlignedBuffer(checked(2 * layout.StorageLength + workspaceLength + inputLength));
        Reset();
    }

    /// <summary>Creates the state of a new stream.</summary>
    /// <param name="model">The model's layouts.</param>
    /// <param name="parameters">The model's parameters, which contain learned initial states.</param>
    /// <exception cref="ArgumentException">The model has no kernel for steps: it is bidirectional.</exception>
    protected ModelState(CompiledModel model, ParameterStore parameters)
        : this(
            (model ?? throw new ArgumentNullException(nameof(model))).Step is null
                ? throw new ArgumentException("Expected a model with a kernel for steps, but this one is bidirectional.", nameof(model))
                : model.Sequence.States,
            parameters ?? throw new ArgumentNullException(nameof(parameters)),
            model.StepWorkspace,
            model.Sequence.Layout is { } layout ? layout.StepInputLength + layout.StepOutputLength : model.Sequence.StepInput)
    {
    }

    /// <summary>Creates a copy of a stream.</summary>
    /// <param name="other">The state to copy.</param>
    protected ModelState(ModelState other)
    {
        ArgumentNullException.ThrowIfNull(other);
        _layout = other._layout;
        _parameters = other._parameters;
        _inputLength = other._inputLength;
        _half = other._half;
        _workspaceLength = other._workspaceLength;
        _buffer = new AlignedBuffer(other._buffer.Length);
        other.Half(other._current).CopyTo(Half(0));
    }

    /// <summary>Layout of the states; all streams of one model share it.</summary>
    internal StateLayout SharedLayout => _layout;

    /// <summary>Number of floats of the state.</summary>
    public int Length => _layout.Length;

    /// <summary>Inputs and outputs of the current step of a network with several of them.</summary>
    internal Span<float> StepRow => _buffer.Span[(2 * _half + _workspaceLength)..];

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

    /// <summary>
    /// Returns the input of a step: the given one, or a copy of it if the output is the same memory, since a kernel may write output before it has read all input.
    /// </summary>
    /// <param name="input">The first feature of the step.</param>
    /// <param name="output">The first output of the step.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected internal ref float InputOf(ref float input, ref float output)
    {
        if (Unsafe.AreSame(ref input, ref output))
            return ref Copied(ref input);
        return ref input;
    }

    /// <summary>Returns to the start of a stream, at the learned initial states if there are any; a state that contains NaN is reset too.</summary>
    public void Reset()
    {
        _current = 0;
        _buffer.Span.Clear();
        _layout.WriteInitial(Half(0), _parameters);
    }

    /// <summary>Copies the state into a span, without padding.</summary>
    /// <param name="destination">Exactly <see cref="Length"/> floats.</param>
    /// <exception cref="ArgumentException">The length differs.</exception>
    public void CopyTo(Span<float> destination)
    {
        Guard.Length(destination.Length, Length, nameof(destination));
        _layout.Read(Half(_current), destination);
    }

    /// <summary>Replaces the state.</summary>
    /// <param name="source">Exactly <see cref="Length"/> floats, in the order of <see cref="CopyTo"/>.</param>
    /// <exception cref="ArgumentException">The length differs; the state is unchanged.</exception>
    public void CopyFrom(ReadOnlySpan<float> source)
    {
        Guard.Length(source.Length, Length, nameof(source));
        _layout.Write(source, Half(_current));
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

    /// <summary>Takes one step of a row that holds all inputs.</summary>
    internal void Advance(ParameterStore parameters, SequenceKernel kernel, Span<float> row, Span<float> output)
    {
        KernelFrame frame = default;
        parameters.BeginStep(ref frame);
        frame.Input = ref MemoryMarshal.GetReference(row);
        frame.Tokens = ref InputReference.Tokens(ref frame.Input);
        frame.Output = ref MemoryMarshal.GetReference(output);
        Advance(ref frame, kernel);
    }

    /// <summary>Ends a step: what it wrote is now the current state.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected internal void Flip() => _current = _half - _current;

    private ref float Copied(ref float input)
    {
        Span<float> copy = _buffer.Span[(2 * _half + _workspaceLength)..];
        MemoryMarshal.CreateReadOnlySpan(ref input, _inputLength).CopyTo(copy);
        return ref MemoryMarshal.GetReference(copy);
    }

    private Span<float> Half(int start) => _buffer.Span.Slice(start, _layout.StorageLength);
}
