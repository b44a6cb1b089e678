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
    private readonly SequenceKernel _kernel;
    private readonly ThreadTeam? _team;
    private readonly Action<int> _part;

    // The current call; the caller's spans are pinned while it runs.
    private TInput* _inputs;
    private TTarget* _targets;
    private int _rows;
    private long _updates;
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
    }

    private int Parts => _team?.Threads ?? 1;

    /// <summary>Computes losses and gradients of some rows.</summary>
    public void Run(ReadOnlySpan<TInput> inputs, ReadOnlySpan<TTarget> targets, int rows, long updates)
    {
        if (_team is not null && !_team.TryEnter())
        {
            ObjectDisposedException.ThrowIf(_team.IsClosed, typeof(Trainer<TInput, TTarget>));
            throw new InvalidOperationException("Expected one call of a trainer at a time, but found another one running.");
        }

        fixed (TInput* input = inputs)
        fixed (TTarget* target = targets)
        {
            _inputs = input;
            _targets = target;
            _rows = rows;
            _updates = updates;
            _failure = null;
            if (_team is null)
            {
                RunPart(0);
            }
            else
            {
                try
                {
                    _team.Run(_part);
                }
                finally
                {
                    _team.Leave();
                }
            }
        }

        if (_failure is { } failure)
            ExceptionDispatchInfo.Throw(failure);
    }

    // Row by row, in double: the order and the result do not depend on the machine.
    public float MeanLoss(int rows)
    {
        Span<float> workspace = _workspace.Span;
        double sum = 0;
        for (int row = 0; row < rows; row++)
            sum += workspace[row * _plan.WorkspacePerRow + _plan.LossOffset];

        return (float)(sum / rows);
    }

    public void Dispose() => _team?.Dispose();

    private void RunPart(int part)
    {
        RowShare share = RowShare.Of(_rows, part, Parts);
        KernelFrame own = Frame(share, part);
        KernelFrame all = Frame(new RowShare(0, _rows), part);
        for (int phase = 0; phase < _plan.Phases.Length; phase++)
        {
            try
            {
                if (phase == 0)
                    DrawNoise(share);

                RunPhase(phase, ref _plan.Phases[phase] == TrainingPhase.Rows ? ref own : ref all);
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

    private void RunPhase(int phase, ref KernelFrame frame)
    {
        frame.Phase = phase;
        if (_failure is null && frame.Rows > 0)
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
        frame.InputGradient = ref Unsafe.Add(ref _inputGradient.Reference, _options.InputGradient ? (nint)share.First * _plan.InputLength : 0);
        frame.Rows = share.Count;
        frame.Steps = _plan.Steps;
        frame.LossBar = 1f / _rows;
        frame.WantsInputGradient = _options.InputGradient;
        frame.Part = part;
        frame.Parts = Parts;
        return frame;
    }

    private void DrawNoise(RowShare share)
    {
        if (_plan.Noises.Length == 0)
            return;

        Span<float> workspace = _workspace.Span;
        for (int row = share.First; row < share.First + share.Count; row++)
        {
            for (int stream = 0; stream < _plan.Noises.Length; stream++)
            {
                NoisePlacement noise = _plan.Noises[stream];
                Span<float> mask = workspace[(row * _plan.WorkspacePerRow + noise.Offset)..((row + 1) * _plan.WorkspacePerRow)];
                NoiseGenerator.Fill(mask, _options.Seed, _updates, stream, row, noise.Steps, noise.Length, noise.Stride, noise.Rate);
            }
        }
    }
}
