using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace RnnCompiler.CompilerServices;

/// <summary>
/// Threads of a model's <c>Forward</c>. They divide the rows of a batch; a single row is divided by lanes if its weights are larger than a core's
/// cache. A call with too little work stays on the caller's thread. No sum is split or reordered, so the bits do not depend on the number of threads.
/// </summary>
/// <typeparam name="TInput"><see cref="float"/>, or <see cref="int"/> for token ids.</typeparam>
internal sealed unsafe class SequenceTeam<TInput>
    where TInput : unmanaged
{
    private readonly SequencePlan _plan;
    private readonly ParameterStore _parameters;
    private readonly Action<int, int> _rows;
    private readonly Action<int, int> _lanes;
    private readonly Action<int, int> _streams;
    private readonly ManyStreams<TInput> _manyStreams;
    private readonly PhaseBarrier _barrier = new();
    private readonly SpeedComparison _rowSpeed = new();
    private readonly SpeedComparison _laneSpeed = new();
    private readonly SpeedComparison _streamSpeed = new();
    private readonly ThreadPolicy _policy;
    private ThreadTeam? _team;
    private int _requested = 1;

    // One for each thread of the team.
    private Workspace[] _workspaces = [];

    // The current call; the caller's spans are pinned while it runs.
    private TInput* _input;
    private float* _output;
    private int _batch;
    private int _parts;
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
    /// <param name="policy">How many threads divide a call.</param>
    public SequenceTeam(ParameterStore parameters, SequencePlan plan, ManyStreams<TInput> streams, ThreadPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(plan);
        _parameters = parameters;
        _plan = plan;
        _manyStreams = streams;
        _policy = policy;
        _rows = RunRows;
        _lanes = RunLanes;
        _streams = RunStreams;
    }

    /// <summary>The most threads of a call, as it was set; setting it creates as many threads as there are processors for, and their workspaces.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int Threads
    {
        get => _requested;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            _requested = value;
            int threads = _policy.Most(value);
            if (threads == (_team?.Threads ?? 1))
                return;

            _team?.Dispose();
            _team = null;
            _workspaces = [.. Enumerable.Range(0, threads == 1 ? 0 : threads).Select(_ => new Workspace(_plan))];
            _team = threads == 1 ? null : new ThreadTeam(threads);
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

    private bool TryRun(ThreadTeam team, ReadOnlySpan<TInput> input, Span<float> output, int batch, ReadOnlySpan<int> lengths, StateSpans states)
    {
        long work = Work(batch, lengths);
        int threads = _policy.Threads(team.Threads, work);
        bool byLanes = batch == 1 && _plan.Lanes is not null;
        int parts = byLanes ? threads : RowShare.Parts(batch, Math.Max(threads, lengths.IsEmpty ? Blocks(batch) : 1));
        return Math.Min(threads, parts) > 1 && team.TryEnter() && Run(team, threads, parts, work, input, output, batch, lengths, states);
    }

    // Parts of one block of rows each, so that a thread that begins late takes fewer; rows of different lengths are sorted by each thread, which needs many of them.
    private int Blocks(int batch) => (batch + _plan.RowBlock - 1) / _plan.RowBlock;

    private long Work(int batch, ReadOnlySpan<int> lengths)
    {
        if (lengths.IsEmpty)
            return batch * _plan.Work;

        long steps = 0;
        foreach (int length in lengths)
            steps += length;
        return steps * _plan.Work / _plan.Steps;
    }

    private bool Run(
        ThreadTeam team, int threads, int parts, long work, ReadOnlySpan<TInput> input, Span<float> output, int batch, ReadOnlySpan<int> lengths, StateSpans states)
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
                if (batch > 1)
                {
                    Divide(team, threads, parts, _rows, _rows, _rowSpeed, work);
                    return true;
                }

                BeginLanes(states, parts);
                Divide(team, threads, parts, _lanes, _rows, _laneSpeed, work);
                EndLanes(output, states);
                return true;
            }
        }
        finally
        {
            team.Leave();
        }
    }

    /// <summary>Runs the parts of a call on several threads, or all rows as one part on the caller's, if that was faster of late.</summary>
    private void Divide(ThreadTeam team, int threads, int parts, Action<int, int> together, Action<int, int> alone, SpeedComparison speed, long work)
    {
        bool isAlone = _policy.Compares && speed.PrefersOne;
        _parts = isAlone ? 1 : parts;
        long start = Stopwatch.GetTimestamp();
        if (isAlone)
            alone(0, 0);
        else
            team.Run(threads, parts, together);
        speed.Report(isAlone, Stopwatch.GetTimestamp() - start, work);
    }

    /// <summary>Advances many streams on several threads.</summary>
    /// <param name="states">The states of the streams.</param>
    /// <param name="input">The input of each stream, checked.</param>
    /// <param name="output">The output of each stream, checked.</param>
    /// <param name="active">Whether each stream is advanced; empty for all.</param>
    /// <returns>False if one thread is faster or the team works for another caller; then nothing was computed.</returns>
    public bool TryStep(StateBatch states, ReadOnlySpan<TInput> input, Span<float> output, ReadOnlySpan<bool> active)
    {
        if (_team is not { } team)
            return false;
        long work = (active.IsEmpty ? states.Streams : active.Count(true)) * _plan.Work / _plan.Steps;
        int threads = _policy.Threads(team.Threads, work);
        int parts = RowShare.Parts(states.Streams, threads);
        if (parts == 1 || !team.TryEnter())
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
                Divide(team, threads, parts, _streams, _streams, _streamSpeed, work);
            }
        }
        finally
        {
            _batchStates = null;
            team.Leave();
        }

        return true;
    }

    private void RunStreams(int thread, int part)
    {
        RowShare share = RowShare.Of(_batch, part, _parts);
        int inputSize = _plan.StepInput;
        int outputSize = _plan.StepOutput;
        _manyStreams.Run(
            _workspaces[thread],
            _batchStates!,
            new ReadOnlySpan<TInput>(_input, _batch * inputSize),
            new Span<float>(_output, _batch * outputSize),
            _active is null ? default : new ReadOnlySpan<bool>(_active, _batch),
            share.First,
            share.Count);
    }

    private void RunRows(int thread, int part)
    {
        RowShare share = RowShare.Of(_batch, part, _parts);
        ReadOnlySpan<TInput> input = new(_input + (long)share.First * _plan.InputLength, share.Count * _plan.InputLength);
        Span<float> output = new(_output + (long)share.First * _plan.OutputLength, share.Count * _plan.OutputLength);
        StateSpans states = States().Slice(share.First, share.Count, _plan.States.Length);
        if (_lengths is null)
            RowBlocks.Run(_plan, _parameters, _workspaces[thread], input, output, share.Count, states);
        else
            RowBlocks.Run(_plan, _parameters, _workspaces[thread], input, output, new ReadOnlySpan<int>(_lengths + share.First, share.Count), states);
    }

    private StateSpans States() => new(
        _statesBefore is null ? default : new ReadOnlySpan<float>(_statesBefore, _batch * _plan.States.Length),
        _statesAfter is null ? default : new Span<float>(_statesAfter, _batch * _plan.States.Length));

    // All threads share one workspace: each writes its lanes and reads those of all.
    private void RunLanes(int thread, int part)
    {
        KernelFrame frame = RowBlocks.Frame(_parameters, _workspaces[0], States());
        frame.Rows = 1;
        frame.Steps = RowSteps;
        frame.Part = part;
        frame.Parts = _parts;
        frame.Barrier = _barrier;
        RowBlocks.PointAt(ref frame, ref *_input, ref *_output);
        if (frame.Steps > 0)
            _plan.Lanes!(ref frame);
    }

    private void BeginLanes(StateSpans states, int parts)
    {
        _barrier.Begin(parts);
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
