using System.ComponentModel;

namespace RnnCompiler.CompilerServices;

/// <summary>
/// Description of a compiled model: layouts, sizes of workspaces, and kernels. Generated code contains it as constants;
/// <c>RnnCompiler.Emit</c> computes it when a model is first used.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class CompiledModel
{
    private readonly Lazy<TrainingPlan>? _training;

    /// <summary>Describes a model.</summary>
    /// <param name="training">Returns the training plan; called when it is first needed. Null if the model has no training kernels.</param>
    public CompiledModel(Func<TrainingPlan>? training = null) =>
        _training = training is null ? null : new Lazy<TrainingPlan>(() => Describe(training), LazyThreadSafetyMode.ExecutionAndPublication);

    /// <summary>Parameters and their layout.</summary>
    public required ModelLayout Layout { get; init; }

    /// <summary>Kernels of sequences, and their sizes.</summary>
    public required SequencePlan Sequence { get; init; }

    /// <summary>Floats of the workspace of one streaming step.</summary>
    public int StepWorkspace { get; init; }

    /// <summary>The kernel of one streaming step; null for bidirectional models.</summary>
    public SequenceKernel? Step { get; init; }

    /// <summary>Compiles all kernels of inference before their first call; null if the kernels are generated code.</summary>
    public Action? Prepare { get; init; }

    /// <summary>Training kernel, and its sizes.</summary>
    /// <exception cref="NotSupportedException">The model was compiled without training kernels.</exception>
    public TrainingPlan Training => (_training ?? throw new NotSupportedException(
        "Expected a model with training kernels, but this one was compiled without them (Training = false).")).Value;

    private TrainingPlan Describe(Func<TrainingPlan> training)
    {
        TrainingPlan plan = training();
        plan.Inference = Sequence;
        plan.Decoder = plan.Layout is { Generated: >= 0 } ? this : null;
        return plan;
    }

    /// <summary>Returns a description, or throws if there is none.</summary>
    /// <param name="model">The description.</param>
    /// <param name="name">The model, for the message.</param>
    /// <exception cref="InvalidOperationException">There is no description: the build lacks the generated files of kernels.</exception>
    public static CompiledModel Required(CompiledModel? model, string name) => model
        ?? throw new InvalidOperationException($"Expected kernels for {name} beside its generated surface, but the build has none.");
}
