using System.ComponentModel;

namespace RnnCompiler.CompilerServices;

/// <summary>Advances streams of a network with several inputs or outputs step by step.</summary>
/// <param name="parameters">The model's parameters.</param>
/// <param name="model">The model's kernels.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class NetworkStreams(ParameterStore parameters, CompiledModel model)
{
    internal ParameterStore Parameters { get; } = parameters;

    internal NetworkLayout Layout { get; } = model.Sequence.Layout!;

    internal StateLayout States { get; } = model.Sequence.States;

    internal SequenceKernel Kernel { get; } = model.Step!;

    /// <summary>Begins a call; what the caller gives is checked before anything is written.</summary>
    /// <param name="state">The stream's state.</param>
    /// <param name="steps">How many steps; at least 0.</param>
    /// <exception cref="ArgumentException">There is no state or it is another model's, or the number of steps is below 0.</exception>
    public NetworkSteps Begin(ModelState state, int steps)
    {
        ArgumentNullException.ThrowIfNull(state);
        Guard.Layout(state, States);
        ArgumentOutOfRangeException.ThrowIfNegative(steps);
        return new NetworkSteps(this, state, steps);
    }
}

/// <summary>One call over a block of steps: for each step the inputs are copied into one row, the kernel runs, and the outputs are copied out.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public ref struct NetworkSteps
{
    private readonly NetworkStreams _streams;
    private readonly ModelState _state;
    private readonly int _steps;
    private int _step;

    internal NetworkSteps(NetworkStreams streams, ModelState state, int steps)
    {
        _streams = streams;
        _state = state;
        _steps = steps;
        _step = -1;
    }

    /// <summary>Checks an input.</summary>
    /// <param name="index">Its number.</param>
    /// <param name="input">Its steps, or the vector.</param>
    /// <exception cref="ArgumentException">The length is wrong.</exception>
    public readonly void Check(int index, ReadOnlySpan<float> input) => Length(_streams.Layout.Inputs[index], input.Length);

    /// <summary>Checks an input of token ids.</summary>
    /// <param name="index">Its number.</param>
    /// <param name="input">Its steps.</param>
    /// <exception cref="ArgumentException">The length is wrong, or a token id is out of range.</exception>
    public readonly void Check(int index, ReadOnlySpan<int> input)
    {
        NetworkPort port = _streams.Layout.Inputs[index];
        Length(port, input.Length);
        foreach (int id in input)
        {
            if ((uint)id >= (uint)port.Ids)
                throw new ArgumentOutOfRangeException(port.Name, id, $"Expected ids from 0 to {port.Ids - 1}, but {id} was given.");
        }
    }

    /// <summary>Checks an output.</summary>
    /// <param name="index">Its number.</param>
    /// <param name="output">Receives its steps.</param>
    /// <exception cref="ArgumentException">The length is wrong.</exception>
    public readonly void CheckOutput(int index, ReadOnlySpan<float> output)
    {
        NetworkPort port = _streams.Layout.Outputs[index];
        if (output.Length != (long)_steps * port.Size)
            throw new ArgumentException($"Expected {(long)_steps * port.Size} elements ({_steps} steps of {port.Size}), but {output.Length} were given.", port.Name);
    }

    /// <summary>Goes on to the next step.</summary>
    /// <returns>Whether there is one.</returns>
    public bool Next() => ++_step < _steps;

    /// <summary>Copies the current step of an input, or the vector.</summary>
    /// <param name="index">Its number.</param>
    /// <param name="input">Its steps, or the vector.</param>
    public readonly void Pack(int index, ReadOnlySpan<float> input)
    {
        NetworkPort port = _streams.Layout.Inputs[index];
        input.Slice(port.IsOverTime ? _step * port.Size : 0, port.Size).CopyTo(_state.StepRow[_streams.Layout.StepInputs[index]..]);
    }

    /// <summary>Copies the current step of an input of token ids.</summary>
    /// <param name="index">Its number.</param>
    /// <param name="input">Its steps.</param>
    public readonly void Pack(int index, ReadOnlySpan<int> input) =>
        _state.StepRow[_streams.Layout.StepInputs[index]] = BitConverter.Int32BitsToSingle(input[_step]);

    /// <summary>Advances the stream by the current step.</summary>
    public readonly void Run()
    {
        Span<float> row = _state.StepRow;
        _state.Advance(_streams.Parameters, _streams.Kernel, row, row[_streams.Layout.StepInputLength..]);
    }

    /// <summary>Copies the current step of an output.</summary>
    /// <param name="index">Its number.</param>
    /// <param name="output">Receives its steps.</param>
    public readonly void Unpack(int index, Span<float> output)
    {
        int size = _streams.Layout.Outputs[index].Size;
        _state.StepRow.Slice(_streams.Layout.StepInputLength + _streams.Layout.StepOutputs[index], size).CopyTo(output[(_step * size)..]);
    }

    private readonly void Length(NetworkPort port, int given)
    {
        long expected = (long)(port.IsOverTime ? _steps : 1) * port.Size;
        string shape = port.IsOverTime ? $"{_steps} steps of {port.Size}" : "one vector";
        if (given != expected)
            throw new ArgumentException($"Expected {expected} elements ({shape}), but {given} were given.", port.Name);
    }
}
