using System.ComponentModel;

namespace RnnCompiler.CompilerServices;

/// <summary>
/// What a back end of the compiler knows of a model: layouts, sizes of scratch, and kernels. Generated code describes it as constants;
/// <c>RnnCompiler.Emit</c> computes it when a model is first used.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class CompiledModel
{
    private readonly Lazy<TrainingPlan>? _training;

    /// <summary>Describes a model.</summary>
    /// <param name="training">Gives the training plan when it is first needed; null if the model has no training kernels.</param>
    public CompiledModel(Func<TrainingPlan>? training = null) =>
        _training = training is null ? null : new Lazy<TrainingPlan>(training, LazyThreadSafetyMode.ExecutionAndPublication);

    /// <summary>The parameters and where they lie.</summary>
    public required ModelLayout Layout { get; init; }

    /// <summary>The kernels of whole sequences and what they need.</summary>
    public required SequencePlan Sequence { get; init; }

    /// <summary>The states of a stream; null for bidirectional models.</summary>
    public StateLayout? State { get; init; }

    /// <summary>Floats of scratch that one streaming step needs.</summary>
    public int StepWorkspace { get; init; }

    /// <summary>The kernel of one streaming step; null for bidirectional models.</summary>
    public SequenceKernel? Step { get; init; }

    /// <summary>Compiles what the kernels of inference call, so that their first calls run at full speed; null if there is nothing to compile.</summary>
    public Action? Prepare { get; init; }

    /// <summary>The training kernel and what it needs.</summary>
    /// <exception cref="NotSupportedException">The model was compiled without training kernels.</exception>
    public TrainingPlan Training => (_training ?? throw new NotSupportedException(
        "Expected a model with training kernels, but this one was compiled without them (Training = false).")).Value;
}
