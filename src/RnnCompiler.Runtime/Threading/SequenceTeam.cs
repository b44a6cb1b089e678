using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace RnnCompiler.CompilerServices;

/// <summary>A kernel of inference.</summary>
/// <param name="frame">Memory of the call.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public delegate void SequenceKernel(ref KernelFrame frame);

/// <summary>Sequence kernels of a model, and their sizes.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class SequencePlan
{
    /// <summary>Elements of one row's input.</summary>
    public required int InputLength { get; init; }

    /// <summary>Floats of one row's output.</summary>
    public required int OutputLength { get; init; }

    /// <summary>Token ids that exist; 0 where the input is floats.</summary>
    public int Vocabulary { get; init; }

    /// <summary>The most steps of a sequence.</summary>
    public required int Steps { get; init; }

    /// <summary>Whether there is an output for each step; else there is one for each row.</summary>
    public bool OutputsEachStep { get; init; }

    /// <summary>Layout of a row that holds several inputs or outputs; null if there is one of each.</summary>
    public NetworkLayout? Layout { get; init; }

    /// <summary>Elements of one step's input; 0 if rows hold several inputs, which have no steps in common.</summary>
    internal int StepInput => Layout is null ? InputLength / Steps : 0;

    /// <summary>Floats of one step's output.</summary>
    internal int StepOutput => OutputsEachStep ? OutputLength / Steps : OutputLength;

    /// <summary>The states of a row.</summary>
    public StateLayout States { get; init; } = StateLayout.None;

    /// <summary>Offset in the workspace of a row of its number of steps as a float; −1 if no kernel reads it.</summary>
    public int StepCountOffset { get; init; } = -1;

    /// <summary>Offset in the workspace of a row of 1 if it starts from the learned initial states, else 0; −1 if no kernel reads it.</summary>
    public int StartOffset { get; init; } = -1;

    /// <summary>Rows of one call of the kernel.</summary>
    public required int RowBlock { get; init; }

    /// <summary>Floats of the workspace of one call of the kernel.</summary>
    public required int Workspace { get; init; }

    /// <summary>Computes rows on one thread.</summary>
    public required SequenceKernel Rows { get; init; }

    /// <summary>Computes one row on several threads, each with its own lanes; null if the weights fit the cache of one core.</summary>
    public SequenceKernel? Lanes { get; init; }
}

/// <summary>
/// Threads of a model's <c>Forward</c>. They divide the rows of a batch; a single row is divided by lanes if its weights are larger than a core's
/// cache. No sum is split or reordered, so the bits do not depend on the number of threads.
/// </summary>
/// <typeparam name="TInput"><see cref="float"/>, or <see cref="int"/> for token ids.</typeparam>
internal sealed unsafe class SequenceTeam<TInput>
    where TInput : unmanaged
{
    private readonly SequencePlan _plan;
    private readonly ParameterStore _parameters;
    private readonly Action<int> _rows;
    private readonly Action<int> _lanes;
    private readonly Action<int> _streams;
    private readonly ManyStreams<TInput> _manyStreams;
    private ThreadTeam? _team;
    private PhaseBarrier _barrier = new(1);
    private Workspace[] _workspaces = [];

    // The current call; the caller's spans are pinned while it runs.
    private TInput* _input;
    private float* _output;
    private int _batch;
    private int* _lengths;
    private float* _statesBefore;
    private float* _statesAfter;
    private StateBatch? _batchStates;
    private bool* _active;

    /// <summary>Steps of the only row of a call by lanes.</summary>
    private int RowSteps => _lengths is null ? _plan.Steps : *_lengths;

    /// <summary>A team of one.</summary>
    /// <param name="parameters">The model's parameters.</param>
    /// <param name="plan">The model's kernels.</param>
    /// <param name="streams">What advances many streams.</param>
    public SequenceTeam(ParameterStore parameters, SequencePlan plan, ManyStreams<TInput> streams)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(plan);
        _parameters = parameters;
        _plan = plan;
        _manyStreams = streams;
        _rows = RunRows;
        _lanes = RunLanes;
        _streams = RunStreams;
    }

    /// <summary>Number of threads that a call may use; setting it creates the threads and their workspaces.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int Threads
    {
        get => _team?.Threads ?? 1;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            if (value == Threads)
                return;

            _team?.Dispose();
            _team = null;
            _workspaces = [.. Enumerable.Range(0, value == 1 ? 0 : value).Select(_ => new Workspace(_plan))];
            _barrier = new PhaseBarrier(value);
            _team = value == 1 ? null : new ThreadTeam(value);
        }
    }

    /// <summary>Computes a batch on several threads.</summary>
    /// <param name="input">Rows of input, checked.</param>
    /// <param name="output">Rows of output, checked.</param>
    /// <param name="batch">Rows.</param>
    /// <param name="lengths">The steps of each row, checked; empty if all rows are full.</param>
    /// <param name="states">The states of the rows, checked.</param>
    /// <returns>False if one thread is faster or the team works for another caller; then nothing was computed.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryRun(ReadOnlySpan<TInput> input, Span<float> output, int batch, ReadOnlySpan<int> lengths, StateSpans states = default) =>
        _team is { } team && (batch > 1 || _plan.Lanes is not null) && TryRun(team, input, output, batch, lengths, states);

    private bool TryRun(ThreadTeam team, ReadOnlySpan<TInput> input, Span<float> output, int batch, ReadOnlySpan<int> lengths, StateSpans states) =>
        team.TryEnter() && Run(team, input, output, batch, lengths, states);

    private bool Run(ThreadTeam team, ReadOnlySpan<TInput> input, Span<float> output, int batch, ReadOnlySpan<int> lengths, StateSpans states)
    {
        try
        {
            fixed (TInput* first = input)
            fixed (float* result = output)
            fixed (int* steps = lengths)
            fixed (float* before = states.Before)
            fixed (float* after = states.After)
            {
                _statesBefore = before;
                _statesAfter = after;
                _lengths = lengths.IsEmpty ? null : steps;
                _input = first;
                _output = result;
                _batch = batch;
                if (batch > 1 || _plan.Lanes is null)
                {
                    team.Run(_rows);
                    return true;
                }

                BeginLanes(states);
                team.Run(_lanes);
                EndLanes(output, states);
                return true;
            }
        }
        finally
        {
            team.Leave();
        }
    }

    /// <summary>Advances many streams on several threads.</summary>
    /// <param name="states">The states of the streams.</param>
    /// <param name="input">The input of each stream, checked.</param>
    /// <param name="output">The output of each stream, checked.</param>
    /// <param name="active">Whether each stream is advanced; empty for all.</param>
    /// <returns>False if there is one thread, or the team works for another caller; then nothing was computed.</returns>
    public bool TryStep(StateBatch states, ReadOnlySpan<TInput> input, Span<float> output, ReadOnlySpan<bool> active)
    {
        if (_team is not { } team || states.Streams == 1 || !team.TryEnter())
            return false;
        try
        {
            fixed (TInput* first = input)
            fixed (float* result = output)
            fixed (bool* mask = active)
            {
                _input = first;
                _output = result;
                _batch = states.Streams;
                _batchStates = states;
                _active = active.IsEmpty ? null : mask;
                team.Run(_streams);
            }
        }
        finally
        {
            _batchStates = null;
            team.Leave();
        }

        return true;
    }

    private void RunStreams(int part)
    {
        RowShare share = RowShare.Of(_batch, part, Threads);
        int inputSize = _plan.StepInput;
        int outputSize = _plan.StepOutput;
        _manyStreams.Run(
            _workspaces[part],
            _batchStates!,
            new ReadOnlySpan<TInput>(_input, _batch * inputSize),
            new Span<float>(_output, _batch * outputSize),
            _active is null ? default : new ReadOnlySpan<bool>(_active, _batch),
            share.First,
            share.Count);
    }

    private void RunRows(int part)
    {
        RowShare share = RowShare.Of(_batch, part, Threads);
        ReadOnlySpan<TInput> input = new(_input + (long)share.First * _plan.InputLength, share.Count * _plan.InputLength);
        Span<float> output = new(_output + (long)share.First * _plan.OutputLength, share.Count * _plan.OutputLength);
        StateSpans states = States().Slice(share.First, share.Count, _plan.States.Length);
        if (_lengths is null)
            RowBlocks.Run(_plan, _parameters, _workspaces[part], input, output, share.Count, states);
        else
            RowBlocks.Run(_plan, _parameters, _workspaces[part], input, output, new ReadOnlySpan<int>(_lengths + share.First, share.Count), states);
    }

    private StateSpans States() => new(
        _statesBefore is null ? default : new ReadOnlySpan<float>(_statesBefore, _batch * _plan.States.Length),
        _statesAfter is null ? default : new Span<float>(_statesAfter, _batch * _plan.States.Length));

    // All threads share one workspace: each writes its lanes and reads those of all.
    private void RunLanes(int part)
    {
        KernelFrame frame = RowBlocks.Frame(_parameters, _workspaces[0], States());
        frame.Rows = 1;
        frame.Steps = RowSteps;
        frame.Part = part;
        frame.Parts = Threads;
        frame.Barrier = _barrier;
        RowBlocks.PointAt(ref frame, ref *_input, ref *_output);
        if (frame.Steps > 0)
            _plan.Lanes!(ref frame);
    }

    private void BeginLanes(StateSpans states)
    {
        Workspace workspace = _workspaces[0];
        RowBlocks.SetRowNumbers(_plan, workspace, [RowSteps], starts: states.Before.IsEmpty);
        if (states.Before.IsEmpty)
            workspace.States.SetInitial();
        else
            workspace.States.Set(0, states.Before);
    }

    private void EndLanes(Span<float> output, StateSpans states)
    {
        RowBlocks.ClearBehindEnd(_plan, output, RowSteps);
        if (RowSteps == 0)
            RowBlocks.CopyStates(_plan, _parameters, states);
        else if (!states.After.IsEmpty)
            _workspaces[0].States.Read(0, states.After);
    }
}
