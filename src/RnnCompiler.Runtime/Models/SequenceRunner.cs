using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RnnCompiler.CompilerServices;

/// <summary>Runs a model over whole sequences: checks arguments, rents a workspace, divides batches into blocks of rows, and uses the model's threads.</summary>
/// <typeparam name="TInput"><see cref="float"/>, or <see cref="int"/> for token ids.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class SequenceRunner<TInput> : IDisposable
    where TInput : unmanaged
{
    private readonly ParameterStore _parameters;
    private readonly CompiledModel _model;
    private readonly SequencePlan _plan;
    private readonly ManyStreams<TInput> _streams;
    private readonly WorkspacePool _workspaces;
    private readonly SequenceTeam<TInput> _team;

    /// <summary>Creates a runner with a workspace for one caller and no further threads.</summary>
    /// <param name="parameters">The model's parameters.</param>
    /// <param name="model">The model's kernels.</param>
    public SequenceRunner(ParameterStore parameters, CompiledModel model)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(model);
        _parameters = parameters;
        _model = model;
        _plan = model.Sequence;
        _workspaces = new WorkspacePool(() => new Workspace(_plan));
        _streams = ManyStreams<TInput>.Of(model, parameters);
        _team = new SequenceTeam<TInput>(parameters, _plan, _streams, ThreadPolicy.Current);
    }

    /// <summary>The most threads of one call; setting it creates as many threads as there are processors for, and their workspaces.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int Threads
    {
        get => _team.Threads;
        set => _team.Threads = value;
    }

    /// <summary>The model's kernels.</summary>
    internal CompiledModel Model => _model;

    /// <summary>The model's parameters.</summary>
    internal ParameterStore Parameters => _parameters;

    /// <summary>Whether calls are dry runs: they compute nothing, and call each method that other calls use, so that it is compiled.</summary>
    internal bool IsDryRun { get; set; }

    /// <summary>Allocates workspaces for a number of concurrent callers.</summary>
    /// <param name="callers">Concurrent callers; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is less than one caller.</exception>
    public void Reserve(int callers) => _workspaces.Reserve(callers);

    /// <summary>Computes a batch of sequences.</summary>
    /// <param name="input">Rows of input.</param>
    /// <param name="output">Rows of output.</param>
    /// <param name="batch">Rows; at least 1.</param>
    /// <exception cref="ArgumentException">A length is wrong, a token id is out of range, or the spans overlap; nothing was written.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Forward(ReadOnlySpan<TInput> input, Span<float> output, int batch)
    {
        if (IsDryRun)
        {
            DryRun();
            return;
        }

        Guard.Forward(input, output, batch, _plan.InputLength, _plan.OutputLength);
        if (typeof(TInput) == typeof(int))
            Guard.Tokens(MemoryMarshal.Cast<TInput, int>(input), _plan.Vocabulary);

        if (!_team.TryRun(input, output, batch, default, default))
            Run(input, output, batch, default, default);
    }

    /// <summary>Computes a batch of sequences of different lengths.</summary>
    /// <param name="input">Rows of input; nothing behind the end of a row is read.</param>
    /// <param name="output">Rows of output; outputs behind the end of a row become 0, and all of a row of length 0.</param>
    /// <param name="batch">Rows; at least 1.</param>
    /// <param name="lengths">The steps of each row, from 0 to the sequence length; empty if all rows are full.</param>
    /// <exception cref="ArgumentException">A length is wrong, a token id is out of range, or the spans overlap; nothing was written.</exception>
    public void Forward(ReadOnlySpan<TInput> input, Span<float> output, int batch, ReadOnlySpan<int> lengths) => Forward(input, output, batch, lengths, default, default);

    /// <summary>Computes a batch of sequences that go on from given states.</summary>
    /// <param name="input">Rows of input; nothing behind the end of a row is read.</param>
    /// <param name="output">Rows of output; outputs behind the end of a row become 0, and all of a row of length 0.</param>
    /// <param name="batch">Rows; at least 1.</param>
    /// <param name="lengths">The steps of each row, from 0 to the sequence length; empty if all rows are full.</param>
    /// <param name="initialStates">The states before the first step, rows without padding; empty for the initial values.</param>
    /// <param name="finalStates">Receives the states after the last step; empty if they are not wanted. It may be the memory of <paramref name="initialStates"/>.</param>
    /// <exception cref="ArgumentException">A length is wrong, a token id is out of range, or the spans overlap; nothing was written.</exception>
    public void Forward(
        ReadOnlySpan<TInput> input, Span<float> output, int batch, ReadOnlySpan<int> lengths, ReadOnlySpan<float> initialStates, Span<float> finalStates)
    {
        if (lengths.IsEmpty && initialStates.IsEmpty && finalStates.IsEmpty)
        {
            Forward(input, output, batch);
            return;
        }

        Guard.Forward(input, output, batch, _plan.InputLength, _plan.OutputLength);
        Guard.States(input, output, batch, _plan.States.Length, initialStates, finalStates);
        if (!lengths.IsEmpty)
            Guard.Lengths(lengths, batch, _plan.Steps);
        if (typeof(TInput) == typeof(int) && lengths.IsEmpty)
            Guard.Tokens(MemoryMarshal.Cast<TInput, int>(input), _plan.Vocabulary);
        else if (typeof(TInput) == typeof(int))
            Guard.Tokens(MemoryMarshal.Cast<TInput, int>(input), _plan.Vocabulary, lengths);

        StateSpans states = new(initialStates, finalStates);
        if (!_team.TryRun(input, output, batch, lengths, states))
            Run(input, output, batch, lengths, states);
    }

    /// <summary>Creates the states of many streams.</summary>
    /// <param name="streams">How many streams; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is less than one stream.</exception>
    public StateBatch CreateStates(int streams) => new(_plan.States, _parameters, streams);

    /// <summary>Advances many streams by one step.</summary>
    /// <param name="states">The states of the streams, which are updated.</param>
    /// <param name="input">The input of each stream.</param>
    /// <param name="output">The output of each stream.</param>
    /// <param name="active">Whether each stream is advanced; of another one nothing is read or written. Empty for all.</param>
    /// <exception cref="ArgumentException">
    /// There are no states or they are another model's, a length is wrong, a token id is out of range, or the spans overlap; nothing was written.
    /// </exception>
    public void Step(StateBatch states, ReadOnlySpan<TInput> input, Span<float> output, ReadOnlySpan<bool> active)
    {
        Guard.Streams(states, _plan, input, output, active);
        if (!_team.TryStep(states, input, output, active))
        {
            Workspace workspace = _workspaces.Rent();
            try
            {
                _streams.Run(workspace, states, input, output, active, 0, states.Streams);
            }
            finally
            {
                _workspaces.Return(workspace);
            }
        }
    }

    /// <summary>Advances a stream by a block of steps.</summary>
    /// <param name="state">The stream's state.</param>
    /// <param name="input">The input of all steps.</param>
    /// <param name="output">The output of all steps.</param>
    /// <param name="steps">Steps; at least 0.</param>
    /// <exception cref="ArgumentException">
    /// There is no state or it is another model's, a length is wrong, a token id is out of range, or the spans overlap without being the same; nothing was written.
    /// </exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Step(ModelState state, ReadOnlySpan<TInput> input, Span<float> output, int steps)
    {
        Guard.Step(state, input, output, steps, _plan.StepInput, _plan.StepOutput);
        Guard.Layout(state, _plan.States);
        if (typeof(TInput) == typeof(int))
            Guard.Tokens(MemoryMarshal.Cast<TInput, int>(input), _plan.Vocabulary);
        BlockSteps.Run(_model, _parameters, _workspaces, state, input, output, steps);
        if (IsDryRun)
            DryRunOfBlock(state);
    }

    /// <summary>Ends the model's threads; later calls run on the caller's thread.</summary>
    public void Dispose() => _team.Threads = 1;

    // A block that is long enough for the kernel of sequences.
    private void DryRunOfBlock(ModelState state)
    {
        int steps = Math.Min(BlockSteps.FewestOfSequence, _plan.Steps);
        BlockSteps.Run(_model, _parameters, _workspaces, state, new TInput[steps * _plan.StepInput], new float[steps * _plan.StepOutput], steps);
    }

    private void DryRun()
    {
        Guard.Forward<TInput>(default, default, 1, 0, 0);
        Guard.Tokens(default, 1);
        _ = _team.TryRun(default, default, 0, default, default);
        Run(default, default, 0, default, default);
        Workspace workspace = _workspaces.Rent();
        KernelFrame frame = RowBlocks.Frame(_parameters, workspace, default); // no rows and no steps: nothing is computed
        workspace.Tables.SetFull(ref frame, 1);
        workspace.Tables.SetFull(ref frame, 0);
        _plan.Rows(ref frame);

        // Rows of different lengths: two of one step, which are not consecutive.
        ReadOnlySpan<int> lengths = [1, 0, 1];
        Guard.Lengths(lengths, lengths.Length, _plan.Steps);
        Guard.Tokens(new int[lengths.Length * _plan.Steps], 1, lengths);
        TInput[] input = new TInput[lengths.Length * _plan.InputLength];
        float[] output = new float[lengths.Length * _plan.OutputLength];
        float[] rows = new float[lengths.Length * _plan.States.Length];
        StateSpans states = new(rows, rows);
        Guard.States<TInput>(default, default, 0, 0, default, default);
        RowBlocks.Run(_plan, _parameters, workspace, input, output, lengths, states);
        RowBlocks.Run<TInput>(_plan, _parameters, workspace, input.AsSpan(0, _plan.InputLength), output, 1, states);
        if (_plan.States.Length > 0)
            Step(CreateStates(lengths.Length), input.AsSpan(0, lengths.Length * _plan.StepInput), output.AsSpan(0, lengths.Length * _plan.StepOutput), [true, false, true]);
        _workspaces.Return(workspace);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Run(ReadOnlySpan<TInput> input, Span<float> output, int batch, ReadOnlySpan<int> lengths, StateSpans states)
    {
        Workspace workspace = _workspaces.Rent();
        try
        {
            if (lengths.IsEmpty)
                RowBlocks.Run(_plan, _parameters, workspace, input, output, batch, states);
            else
                RowBlocks.Run(_plan, _parameters, workspace, input, output, lengths, states);
        }
        finally
        {
            _workspaces.Return(workspace);
        }
    }
}
