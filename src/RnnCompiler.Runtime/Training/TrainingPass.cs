using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace RnnCompiler.CompilerServices;

/// <summary>
/// One forward and backward pass over a batch, alone or on several threads. In phases over rows each thread sees its own rows only; in phases
/// over results each thread reads all rows and computes some work items of the result; a barrier follows each phase. A pass with too little work stays on the
/// caller's thread. No sum is split or reordered, so the bits do not depend on the number of threads.
/// </summary>
internal sealed unsafe class TrainingPass<TInput, TTarget> : IDisposable
    where TInput : unmanaged
    where TTarget : unmanaged
{
    private readonly TrainingPlan _plan;
    private readonly TrainerOptions _options;
    private readonly ParameterStore _parameters;
    private readonly AlignedBuffer _gradients;
    private readonly AlignedBuffer _inputGradient;
    private readonly AlignedBuffer _panels;
    private readonly AlignedBuffer _workspace;
    private readonly LossWeights _lossWeights;
    private readonly LengthOrder _order;
    private readonly RowTables[] _tables;
    private readonly RowStaging _sortedInputs;
    private readonly RowStaging _sortedTargets;
    private readonly RowStaging _sortedInputGradient;
    private readonly StateRows _states;
    private readonly AlignedBuffer _stateGradients;
    private readonly AlignedBuffer _stepGradients;
    private readonly SequenceKernel _kernel;
    private readonly ThreadTeam? _team;
    private readonly Action<int, int> _part;
    private readonly ThreadPolicy _policy = ThreadPolicy.Current;
    private readonly SpeedComparison _speed = new();

    // The current call; the caller's spans are pinned while it runs.
    private int _parts;
    private int _phase;
    private TInput* _inputs;
    private TTarget* _targets;
    private TTarget* _callersTargets;
    private int _callersRows;
    private ReadOnlyMemory<int> _groups;
    private float* _weights;
    private float* _callersStates;
    private bool* _callersStarts;
    private bool _isSorted;
    private RequestedResults _requested;
    private MaskSelection _masks;
    private volatile Exception? _failure;

    public TrainingPass(
        TrainingPlan plan, TrainerOptions options, ParameterStore parameters, AlignedBuffer gradients, AlignedBuffer inputGradient, int batchSize)
    {
        _plan = plan;
        _options = options;
        _parameters = parameters;
        _gradients = gradients;
        _inputGradient = inputGradient;
        _panels = new AlignedBuffer(plan.PanelLength);
        _workspace = new AlignedBuffer(batchSize * plan.WorkspacePerRow);
        _kernel = plan.Kernel ?? throw new ArgumentException("Expected a plan with a training kernel, but this one has none.", nameof(plan));
        _team = options.Threads > 1 ? new ThreadTeam(_policy.Most(options.Threads)) : null;
        _part = RunPart;
        _lossWeights = new LossWeights(plan, options.ClassWeights);
        _order = new LengthOrder(batchSize, plan.Steps);
        _tables = [.. Enumerable.Range(0, _team?.Threads ?? 1).Select(_ => new RowTables(batchSize, plan.Steps))];
        _sortedInputs = new RowStaging(batchSize, plan.InputLength);
        _sortedTargets = new RowStaging(batchSize, plan.TargetLength);
        _sortedInputGradient = new RowStaging(options.InputGradient ? batchSize : 0, plan.InputLength);
        _states = new StateRows(plan.States, batchSize);
        _stateGradients = new AlignedBuffer(batchSize * plan.States.StorageLength);
        _stepGradients = new AlignedBuffer(options.StepGradientNorms ? checked(batchSize * plan.StepGradientLength) : 0);
    }

    /// <summary>Sum of the weights of all elements of the last call, by which the weights of the loss are divided.</summary>
    public double Total { get; private set; }

    /// <summary>The loss of the last call; 0 if no element counts.</summary>
    public float Loss { get; private set; }

    /// <summary>Computes the loss of some rows, and what else is requested.</summary>
    /// <param name="call">The rows.</param>
    /// <param name="masks">The masks of dropout.</param>
    /// <param name="requested">Gradients, or nothing besides the loss; final states.</param>
    /// <returns>Whether an element counts in the loss; otherwise the loss is 0, and gradients were not computed.</returns>
    public bool Run(TrainingSpans<TInput, TTarget> call, MaskSelection masks, RequestedResults requested)
    {
        if (_team is not null && !_team.TryEnter())
        {
            ObjectDisposedException.ThrowIf(_team.IsClosed, typeof(Trainer<TInput, TTarget>));
            throw new InvalidOperationException("Expected one call of a trainer at a time, but found another one running.");
        }

        bool counts;
        try
        {
            if (call.Lengths.IsEmpty)
                _order.SetFull(call.Rows, _plan.Steps);
            else
                _order.Sort(call.Lengths);
            Total = _lossWeights.Total(call.Targets, call.Lengths.IsEmpty ? _order.Lengths : call.Lengths, call.Groups.Span, call.Weights);
            if (call.IsAccumulated)
                _lossWeights.CheckShares(call.IsFirst);
            counts = Total > 0;
            _requested = counts ? requested : requested & RequestedResults.FinalStates;
            if (counts || (_requested != RequestedResults.None && _order.Count > 0))
                RunSorted(call, masks);
        }
        finally
        {
            _team?.Leave();
        }

        if (_failure is { } failure)
            ExceptionDispatchInfo.Throw(failure);
        if (!counts && (requested & RequestedResults.InputGradient) != 0)
            _inputGradient.Span.Clear();
        else if (counts && !call.Lengths.IsEmpty && (requested & RequestedResults.InputGradient) != 0)
            RestoreInputGradient(call.Lengths);
        Loss = counts ? SumLosses() : 0;
        return counts;
    }

    /// <summary>Reads the states after the last step of each row of the last call, which requested them.</summary>
    /// <param name="call">The rows of that call.</param>
    /// <param name="states">Receives a row of states for each of them, without padding; may be the memory of those before the first step.</param>
    public void ReadFinalStates(TrainingSpans<TInput, TTarget> call, Span<float> states)
    {
        int length = _plan.States.Length;
        for (int position = 0; position < _order.Count; position++)
            _states.Read(position, states.Slice(_order.Rows[position] * length, length));
        for (int row = 0; row < call.Lengths.Length; row++)
        {
            if (call.Lengths[row] > 0)
                continue;
            Span<float> own = states.Slice(row * length, length);
            if (call.States.IsEmpty || (!call.Starts.IsEmpty && call.Starts[row]))
                _plan.States.WriteInitialStates(own, _parameters);
            else
                call.States.Slice(row * length, length).CopyTo(own);
        }
    }

    /// <summary>Reads the gradients of the states before the first step of each row of the last call, which requested them.</summary>
    /// <param name="gradients">Receives a row for each row of that call, without padding; 0 for a row of length 0.</param>
    public void ReadStateGradients(Span<float> gradients)
    {
        gradients.Clear();
        StateLayout layout = _plan.States;
        for (int position = 0; position < _order.Count && Total > 0; position++)
        {
            Span<float> own = _stateGradients.Span.Slice(position * layout.StorageLength, layout.StorageLength);
            layout.Read(own, gradients.Slice(_order.Rows[position] * layout.Length, layout.Length));
        }
    }

    /// <summary>Computes the norms over rows and units of the gradients at each step of the last call, which requested them.</summary>
    /// <param name="norms">Receives the norm of each step; 0 for a step that no row has.</param>
    public void ReadStepGradientNorms(Span<float> norms)
    {
        int units = _plan.StepGradientLength / _plan.Steps;
        for (int t = 0; t < norms.Length; t++)
        {
            double sum = 0;
            for (int position = 0; position < _order.Count && _order.Lengths[position] > t && Total > 0; position++)
            {
                foreach (float element in _stepGradients.Span.Slice((position * _plan.StepGradientLength) + (t * units), units))
                    sum += (double)element * element;
            }

            norms[t] = (float)Math.Sqrt(sum);
        }
    }

    private void RunSorted(TrainingSpans<TInput, TTarget> call, MaskSelection masks)
    {
        _isSorted = call.Lengths.IsEmpty || (_order.IsConsecutive(0, _order.Count) && _order.Rows[0] == 0);
        ReadOnlySpan<TInput> orderedInputs = call.Inputs;
        ReadOnlySpan<TTarget> orderedTargets = call.Targets;
        if (!_isSorted)
        {
            _sortedInputs.Gather(call.Inputs, _order.Rows, _order.Lengths, _plan.StepInput);
            _sortedTargets.Gather(call.Targets, _order.Rows, _order.Lengths, _plan.TargetsEachStep ? _plan.TargetLength / _plan.Steps : 0);
            orderedInputs = _sortedInputs.All<TInput>();
            orderedTargets = _sortedTargets.All<TTarget>();
        }

        if (call.States.IsEmpty)
            _states.SetInitial();
        fixed (bool* starts = call.Starts)
        fixed (TInput* input = orderedInputs)
        fixed (TTarget* target = orderedTargets)
        fixed (TTarget* callersTargets = call.Targets)
        fixed (float* weight = call.Weights)
        fixed (float* states = call.States)
        {
            _inputs = input;
            _targets = target;
            _callersTargets = callersTargets;
            _callersRows = call.Rows;
            _groups = call.Groups;
            _weights = call.Weights.IsEmpty ? null : weight;
            _callersStates = call.States.IsEmpty ? null : states;
            _callersStarts = call.Starts.IsEmpty ? null : starts;
            _masks = masks;
            _failure = null;
            RunPhases();
        }
    }

    // Row by row, in double: the order and the result do not depend on the machine.
    private float SumLosses()
    {
        Span<float> workspace = _workspace.Span;
        double sum = 0;
        for (int row = 0; row < _order.Count; row++)
            sum += workspace[row * _plan.WorkspacePerRow + _plan.LossOffset];

        return (float)sum;
    }

    public void Dispose() => _team?.Dispose();

    private void RunPhases()
    {
        long work = Work();
        int threads = _policy.Threads(_team?.Threads ?? 1, work);
        bool isAlone = threads == 1 || (_policy.Compares && _speed.PrefersOne);
        _parts = isAlone ? 1 : threads;
        long start = Stopwatch.GetTimestamp();
        for (_phase = 0; _phase < _plan.Phases.Length; _phase++)
        {
            if (isAlone)
                RunPart(0, 0);
            else
                _team!.Run(_parts, _parts, _part);
        }

        if (threads > 1)
            _speed.Report(isAlone, Stopwatch.GetTimestamp() - start, work);
    }

    private long Work()
    {
        long steps = 0;
        foreach (int length in _order.Lengths)
            steps += length;
        return steps * _plan.Work / _plan.Steps;
    }

    // Memory belongs to parts, so it does not matter which thread runs one.
    private void RunPart(int thread, int part)
    {
        try
        {
            RowShare rows = RowShare.Of(_order.Lengths, part, _parts);
            if (_phase == 0)
                WriteRows(rows);

            RunPhase(_plan.Phases[_phase] == TrainingPhase.Rows ? rows : new RowShare(0, _order.Count), part);
        }
        catch (Exception failure)
        {
            _failure = failure;
        }
    }

    private void RunPhase(RowShare share, int part)
    {
        if (_failure is not null || share.Count == 0)
            return;
        KernelFrame frame = Frame(share, part);
        frame.Phase = _phase;
        _kernel(ref frame);
    }

    private KernelFrame Frame(RowShare share, int part)
    {
        KernelFrame frame = default;
        TInput* input = _inputs + (long)share.First * _plan.InputLength;
        TTarget* target = _targets + (long)share.First * _plan.TargetLength;
        frame.Input = ref Unsafe.AsRef<float>(input);
        frame.Tokens = ref Unsafe.AsRef<int>(input);
        frame.Targets = ref Unsafe.AsRef<float>(target);
        frame.Classes = ref Unsafe.AsRef<int>(target);
        frame.Parameters = ref _parameters.Reference;
        frame.Gradients = ref _gradients.Reference;
        frame.Panels = ref _panels.Reference;
        frame.Workspace = ref Unsafe.Add(ref _workspace.Reference, (nint)share.First * _plan.WorkspacePerRow);
        ref float inputGradient = ref _isSorted ? ref _inputGradient.Reference : ref _sortedInputGradient.Reference;
        frame.InputGradient = ref Unsafe.Add(ref inputGradient, _options.InputGradient ? (nint)share.First * _plan.InputLength : 0);
        _tables[part].Set(ref frame, _order.Lengths.Slice(share.First, share.Count), _order.Lengths[0]);
        frame.StateIn = ref Unsafe.Add(ref _states.Before, share.First * _plan.States.StorageLength);
        frame.StateOut = ref Unsafe.Add(ref _states.After, share.First * _plan.States.StorageLength);
        frame.StateGradient = ref Unsafe.Add(ref _stateGradients.Reference, share.First * _plan.States.StorageLength);
        frame.StepGradient = ref Unsafe.Add(ref _stepGradients.Reference, _options.StepGradientNorms ? (nint)share.First * _plan.StepGradientLength : 0);
        frame.Requested = _requested;
        frame.Part = part;
        frame.Parts = _parts;
        return frame;
    }

    /// <summary>Writes what the kernel reads of each row besides its input and target: states, step count, loss weights and masks.</summary>
    private void WriteRows(RowShare share)
    {
        Span<float> workspace = _workspace.Span;
        ReadOnlySpan<TTarget> targets = new(_callersTargets, _callersRows * _plan.TargetLength);
        int stateLength = _plan.States.Length;
        for (int position = share.First; position < share.First + share.Count; position++)
        {
            int row = _order.Rows[position];
            int length = _order.Lengths[position];
            Span<float> own = workspace.Slice(position * _plan.WorkspacePerRow, _plan.WorkspacePerRow);
            if (_plan.StepCountOffset >= 0)
                own[_plan.StepCountOffset] = length;
            _lossWeights.Write(own, targets, row, length, _groups.Span, _weights is null ? 1 : _weights[row]);
            bool starts = _callersStates is null || (_callersStarts is not null && _callersStarts[row]);
            if (_plan.StartOffset >= 0)
                own[_plan.StartOffset] = starts ? 1 : 0;
            if (starts)
                _states.SetInitial(position);
            else
                _states.Set(position, new ReadOnlySpan<float>(_callersStates + (long)row * stateLength, stateLength));
            WriteMasks(own, row);
        }
    }

    private void WriteMasks(Span<float> workspace, int row)
    {
        for (int stream = 0; stream < _plan.Noises.Length; stream++)
        {
            NoisePlacement noise = _plan.Noises[stream];
            Span<float> mask = workspace[noise.Offset..];
            if (_masks.AreMeans)
                NoiseGenerator.FillMean(mask, noise.Steps, noise.Length, noise.Stride, noise.Mean);
            else
                NoiseGenerator.Fill(mask, _options.Seed, _masks.Updates, stream, _masks.FirstRow + row, noise.Steps, noise.Length, noise.Stride, noise.Rate, noise.Mean);
        }
    }

    /// <summary>Copies the gradient of the input to the order of the caller; it is 0 behind the end of a row.</summary>
    private void RestoreInputGradient(ReadOnlySpan<int> lengths)
    {
        int perStep = _plan.StepInput;
        Span<float> gradient = _inputGradient.Span;
        if (!_isSorted)
        {
            for (int position = 0; position < _order.Count; position++)
            {
                int count = perStep == 0 ? _plan.InputLength : _order.Lengths[position] * perStep;
                _sortedInputGradient.All<float>().Slice(position * _plan.InputLength, count).CopyTo(gradient[(_order.Rows[position] * _plan.InputLength)..]);
            }
        }

        for (int row = 0; row < lengths.Length && perStep > 0; row++)
            gradient[(row * _plan.InputLength + lengths[row] * perStep)..((row + 1) * _plan.InputLength)].Clear();
    }
}
