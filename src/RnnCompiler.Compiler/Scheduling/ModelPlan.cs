using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Kernels;
using RnnCompiler.Compiler.Loops;
using RnnCompiler.Compiler.Packing;
using RnnCompiler.Compiler.Targets;

namespace RnnCompiler.Compiler.Scheduling;

/// <summary>All that the back ends need of a model: where everything lies, which neither targets nor training change, and one program for each target.</summary>
/// <param name="Module">The functions and tables that were scheduled.</param>
/// <param name="Parameters">Where each canonical parameter lies.</param>
/// <param name="ParameterStorage">Floats of packed parameters; gradients and moments have as many.</param>
/// <param name="Panels">Weights that training keeps transposed too; none if training is not planned.</param>
/// <param name="PanelStorage">Floats of transposed weights; 0 if training is not planned.</param>
/// <param name="Reduced">Reduced copies of weights, which inference reads in their stead; none where the declared format is float.</param>
/// <param name="ReducedStorage">32-bit words of reduced weights and their scales.</param>
/// <param name="States">Where each state lies; in the order of <see cref="Module.States"/>.</param>
/// <param name="StateStorage">Floats of one state, padding included.</param>
/// <param name="Sequence">The plan of whole sequences.</param>
/// <param name="Step">The plan of one step, or null for bidirectional models.</param>
/// <param name="Training">The plan of training, or null if it is not planned.</param>
/// <param name="Programs">One program for each target that was asked for, in that order.</param>
public sealed record ModelPlan(
    Module Module,
    IReadOnlyList<ParameterPlacement> Parameters,
    int ParameterStorage,
    IReadOnlyList<PanelPlacement> Panels,
    int PanelStorage,
    IReadOnlyList<ReducedPanelPlacement> Reduced,
    int ReducedStorage,
    IReadOnlyList<StatePlacement> States,
    int StateStorage,
    SequencePlan Sequence,
    StepPlan? Step,
    TrainingPlan? Training,
    IReadOnlyList<KernelProgram> Programs)
{
    /// <summary>
    /// The widest target that pays: where no vector of an inference is longer than 8, the lanes of a wider register would be padding, at
    /// the cost of a wider operation.
    /// </summary>
    public required Target Widest { get; init; }

    /// <summary>Whether equal code is shared, see <see cref="PlanOptions.ShareCode"/>.</summary>
    public bool SharesCode { get; init; } = true;
}

/// <summary>The plan of whole sequences.</summary>
/// <param name="WorkspacePerRow">Floats of scratch for each row of a block.</param>
/// <param name="RowBlock">Rows that are processed at a time; scratch is for so many, whatever the batch.</param>
/// <param name="IsShared">Whether the lanes of a single row can be shared out: the weights outgrow one core's cache.</param>
public sealed record SequencePlan(int WorkspacePerRow, int RowBlock, bool IsShared);

/// <summary>The plan of one step of one stream.</summary>
/// <param name="Workspace">Floats of scratch.</param>
public sealed record StepPlan(int Workspace);

/// <summary>The plan of training.</summary>
/// <param name="WorkspacePerRow">Floats of tape and scratch for each row.</param>
/// <param name="LossOffset">Where in a row's workspace its loss stands afterwards.</param>
/// <param name="Noises">Where in a row's workspace each mask is expected.</param>
/// <param name="Phases">What its phases compute, in order.</param>
public sealed record TrainingPlan(int WorkspacePerRow, int LossOffset, IReadOnlyList<NoisePlacement> Noises, IReadOnlyList<PhaseKind> Phases);

/// <summary>Where a mask is expected: element (step t, position j) at Offset + t · Stride + j of a row's workspace.</summary>
/// <param name="Noise">The mask.</param>
/// <param name="Offset">Its first float.</param>
/// <param name="Steps">Steps, 1 where it is not stacked.</param>
/// <param name="Length">Elements of a step.</param>
/// <param name="Stride">From one step to the next.</param>
public sealed record NoisePlacement(NoiseTensor Noise, int Offset, int Steps, int Length, int Stride);
