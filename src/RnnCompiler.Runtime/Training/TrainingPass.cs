using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace RnnCompiler.CompilerServices;

/// <summary>
/// One forward and backward pass over a batch, alone or on several threads. In phases over rows each thread sees its own rows only; in phases
/// over results each thread reads all rows and computes some work items of the result; a barrier follows each phase. No sum is split or reordered,
/// so the bits do not depend on the number of threads.
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
    private readonly SequenceKernel _kernel;
    private readonly ThreadTeam? _team;
    private readonly Action<int> _part;

    // The current call; the caller's spans are pinned while it runs.
    private TInput* _inputs;
    private TTarget* _targets;
    private TTarget* _callersTargets;
    private int _callersRows;
    private float* _weights;
    private bool _isSorted;
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
        _team = options.Threads > 1 ? new ThreadTeam(options.Threads) : null;
        _part = RunPart;
        _lossWeights = new LossWeights(plan, options.ClassWeights);
        _order = new LengthOrder(batchSize, plan.Steps);
        _tables = [.. Enumerable.Range(0, Parts).Select(_ => new RowTables(batchSize, plan.Steps))];
        _sortedInputs = new RowStaging(batchSize, plan.InputLength);
        _sortedTargets = new RowStaging(batchSize, plan.TargetLength);
        _sortedInputGradient = new RowStaging(options.InputGradient ? batchSize : 0, plan.InputLength);
    }

    private int Parts => _team?.Threads ?? 1;

    /// <summary>Sum of the weights of all elements of the last call, by which the weights of the loss are divided.</summary>
    public double Total { get; private set; }

    /// <summary>Computes losses and gradients of some rows.</summary>
    /// <param name="inputs">Rows of inputs.</param>
    /// <param name="targets">Rows of targets.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="lengths">The steps of each row; empty if all rows are full.</param>
    /// <param name="weights">The weight of each row in the loss; empty for 1.</param>
    /// <param name="masks">The masks of dropout.</param>
    /// <returns>Whether an element counts in the loss; otherwise nothing was computed, and all gradients are 0.</returns>
    public bool Run(
        ReadOnlySpan<TInput> inputs, ReadOnlySpan<TTarget> targets, int rows, ReadOnlySpan<int> lengths, ReadOnlySpan<float> weights, MaskSelection masks)
    {
        if (_team is not null && !_team.TryEnter())
        {
            ObjectDisposedException.ThrowIf(_team.IsClosed, typeof(Trainer<TInput, TTarget>));
            throw new InvalidOperationException("Expected one call of a trainer at a time, but found another one running.");
        }

        try
        {
            if (lengths.IsEmpty)
                _order.SetFull(rows, _plan.Steps);
            else
                _order.Sort(lengths);
            Total = _lossWeights.Total(targets, lengths.IsEmpty ? _order.Lengths : lengths, weights);
            if (Total == 0)
            {
                _order.SetFull(0, _plan.Steps);
                _inputGradient.Span.Clear();
                return false;
            }

            RunSorted(inputs, targets, rows, lengths, weights, masks);
        }
        finally
        {
            _team?.Leave();
        }

        if (_failure is { } failure)
            ExceptionDispatchInfo.Throw(failure);
        if (!lengths.IsEmpty && _options.InputGradient)
            RestoreInputGradient(lengths);
        return true;
    }

    private void RunSorted(
        ReadOnlySpan<TInput> inputs, ReadOnlySpan<TTarget> targets, int rows, ReadOnlySpan<int> lengths, ReadOnlySpan<float> weights, MaskSelection masks)
    {
        _isSorted = lengths.IsEmpty || (_order.IsConsecutive(0, _order.Count) && _order.Rows[0] == 0);
        ReadOnlySpan<TInput> orderedInputs = inputs;
        ReadOnlySpan<TTarget> orderedTargets = targets;
        if (!_isSorted)
        {
            _sortedInputs.Gather(inputs, _order.Rows, _order.Lengths, _plan.InputLength / _plan.Steps);
            _sortedTargets.Gather(targets, _order.Rows, _order.Lengths, _plan.OutputsEachStep ? _plan.TargetLength / _plan.Steps : 0);
            orderedInputs = _sortedInputs.All<TInput>();
            orderedTargets = _sortedTargets.All<TTarget>();
        }

        fixed (TInput* input = orderedInputs)
        fixed (TTarget* target = orderedTargets)
        fixed (TTarget* callersTargets = targets)
        fixed (float* weight = weights)
        {
            _inputs = input;
            _targets = target;
            _callersTargets = callersTargets;
            _callersRows = rows;
            _weights = weights.IsEmpty ? null : weight;
            _masks = masks;
            _failure = null;
            if (_team is null)
                RunPart(0);
            else
                _team.Run(_part);
        }
    }

    // Row by row, in double: the order and the result do not depend on the machine.
    public float Loss()
    {
        Span<float> workspace = _workspace.Span;
        double sum = 0;
        for (int row = 0; row < _order.Count; row++)
            sum += workspace[row * _plan.WorkspacePerRow + _plan.LossOffset];

        return (float)sum;
    }

    public void Dispose() => _team?.Dispose();

    private void RunPart(int part)
    {
        RowShare share = RowShare.Of(_order.Lengths, part, Parts);
        for (int phase = 0; phase < _plan.Phases.Length; phase++)
        {
            try
            {
                if (phase == 0)
                    WriteRows(share);

                RunPhase(phase, _plan.Phases[phase] == TrainingPhase.Rows ? share : new RowShare(0, _order.Count), part);
            }
            catch (Exception failure)
            {
                // The others wait for this thread in any case.
                _failure = failure;
            }

            if (_team is not null && phase < _plan.Phases.Length - 1)
                _team.Wait();
        }
    }

    private void RunPhase(int phase, RowShare share, int part)
    {
        if (_failure is not null || share.Count == 0)
            return;
        KernelFrame frame = Frame(share, part);
        frame.Phase = phase;
        _kernel(ref frame);
    }

    private KernelFrame Frame(RowShare share, int part)
    {
        KernelFrame frame = default;
        TInput* input = _inputs + (long)share.First * _plan.InputLength;
        TTarget* target = _targets + (long)share.First * _plan.TargetLength;
        frame.Input = ref Unsafe.AsRef<float>(typeof(TInput) == typeof(float) ? input : null);
        frame.Tokens = ref Unsafe.AsRef<int>(typeof(TInput) == typeof(int) ? input : null);
        frame.Targets = ref Unsafe.AsRef<float>(typeof(TTarget) == typeof(float) ? target : null);
        frame.Classes = ref Unsafe.AsRef<int>(typeof(TTarget) == typeof(int) ? target : null);
        frame.Parameters = ref _parameters.Reference;
        frame.Gradients = ref _gradients.Reference;
        frame.Panels = ref _panels.Reference;
        frame.Workspace = ref Unsafe.Add(ref _workspace.Reference, (nint)share.First * _plan.WorkspacePerRow);
        ref float inputGradient = ref _isSorted ? ref _inputGradient.Reference : ref _sortedInputGradient.Reference;
        frame.InputGradient = ref Unsafe.Add(ref inputGradient, _options.InputGradient ? (nint)share.First * _plan.InputLength : 0);
        _tables[part].Set(ref frame, _order.Lengths.Slice(share.First, share.Count), _order.Lengths[0]);
        frame.WantsInputGradient = _options.InputGradient;
        frame.Part = part;
        frame.Parts = Parts;
        return frame;
    }

    /// <summary>Writes what the kernel reads of each row besides its input and target: step count, loss weights and masks.</summary>
    private void WriteRows(RowShare share)
    {
        Span<float> workspace = _workspace.Span;
        ReadOnlySpan<TTarget> targets = new(_callersTargets, _callersRows * _plan.TargetLength);
        for (int position = share.First; position < share.First + share.Count; position++)
        {
            int row = _order.Rows[position];
            int length = _order.Lengths[position];
            Span<float> own = workspace.Slice(position * _plan.WorkspacePerRow, _plan.WorkspacePerRow);
            if (_plan.StepCountOffset >= 0)
                own[_plan.StepCountOffset] = length;
            _lossWeights.Write(own.Slice(_plan.LossWeightOffset, _plan.OutputSteps), targets, row, length, _weights is null ? 1 : _weights[row], Total);
            for (int stream = 0; stream < _plan.Noises.Length; stream++)
            {
                NoisePlacement noise = _plan.Noises[stream];
                double rate = _masks.AreMeans ? 0 : noise.Rate;
                NoiseGenerator.Fill(own[noise.Offset..], _options.Seed, _masks.Updates, stream, _masks.FirstRow + row, noise.Steps, noise.Length, noise.Stride, rate);
            }
        }
    }

    /// <summary>Copies the gradient of the input to the order of the caller; it is 0 behind the end of a row.</summary>
    private void RestoreInputGradient(ReadOnlySpan<int> lengths)
    {
        int perStep = _plan.InputLength / _plan.Steps;
        Span<float> gradient = _inputGradient.Span;
        if (!_isSorted)
        {
            for (int position = 0; position < _order.Count; position++)
            {
                int count = _order.Lengths[position] * perStep;
                _sortedInputGradient.All<float>().Slice(position * _plan.InputLength, count).CopyTo(gradient[(_order.Rows[position] * _plan.InputLength)..]);
            }
        }

        for (int row = 0; row < lengths.Length; row++)
            gradient[(row * _plan.InputLength + lengths[row] * perStep)..((row + 1) * _plan.InputLength)].Clear();
    }
}
