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
    private readonly SequencePlan _plan;
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
        _plan = model.Sequence;
        _workspaces = new WorkspacePool(_plan.Workspace);
        _team = new SequenceTeam<TInput>(parameters, _plan);
    }

    /// <summary>Largest number of threads of one call; setting it creates the threads and their workspaces.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int Threads
    {
        get => _team.Threads;
        set => _team.Threads = value;
    }

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

        if (!_team.TryRun(input, output, batch))
            Run(input, output, batch);
    }

    /// <summary>Ends the model's threads; later calls run on the caller's thread.</summary>
    public void Dispose() => _team.Threads = 1;

    private void DryRun()
    {
        Guard.Forward<TInput>(default, default, 1, 0, 0);
        Guard.Tokens(default, 1);
        _ = _team.TryRun(default, default, 0);
        Run(default, default, 0);
        Workspace workspace = _workspaces.Rent();
        KernelFrame frame = RowBlocks.Frame(_plan, _parameters, workspace);
        frame.Steps = 0; // no rows and no steps: nothing is computed
        _plan.Rows(ref frame);
        _workspaces.Return(workspace);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Run(ReadOnlySpan<TInput> input, Span<float> output, int batch)
    {
        Workspace workspace = _workspaces.Rent();
        try
        {
            RowBlocks.Run(_plan, _parameters, workspace, ref MemoryMarshal.GetReference(input), ref MemoryMarshal.GetReference(output), 0, batch);
        }
        finally
        {
            _workspaces.Return(workspace);
        }
    }
}
