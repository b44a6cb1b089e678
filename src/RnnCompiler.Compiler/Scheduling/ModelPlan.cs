using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Kernels;
using RnnCompiler.Compiler.Loops;
using RnnCompiler.Compiler.Modules;
using RnnCompiler.Compiler.Packing;
using RnnCompiler.Compiler.Targets;

namespace RnnCompiler.Compiler.Scheduling;

/// <summary>Schedule of a model for the back ends: storage, which depends neither on targets nor on training, and one program for each target.</summary>
/// <param name="Module">The module that was scheduled.</param>
/// <param name="Parameters">The placement of each canonical parameter.</param>
/// <param name="ParameterStorage">Size of the packed parameters in floats; gradients and each moment have the same size.</param>
/// <param name="Panels">The transposed copies of weights for training; empty if training is not planned.</param>
/// <param name="PanelStorage">Size of the transposed copies in floats; 0 if training is not planned.</param>
/// <param name="Reduced">The copies of weights in reduced precision or quantised, which inference reads instead; empty if the declared format is float.</param>
/// <param name="ReducedStorage">Size of these copies and their scales in 32-bit words.</param>
/// <param name="States">The placement of each state, in the order of <see cref="Module.States"/>.</param>
/// <param name="StateStorage">Size of the state of one stream in floats, padding included.</param>
/// <param name="Sequence">The plan of whole sequences.</param>
/// <param name="Step">The plan of one step; null for bidirectional models.</param>
/// <param name="Training">The plan of training; null if it is not planned.</param>
/// <param name="Programs">One program for each requested target, in that order.</param>
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
    /// The widest profitable target. If no vector of inference is longer than 8, the upper lanes of wider registers would be padding, at the cost of wider
    /// operations.
    /// </summary>
    public required Target Widest { get; init; }

    /// <summary>Whether equal code is shared; see <see cref="PlanOptions.ShareCode"/>.</summary>
    public bool SharesCode { get; init; } = true;
}

/// <summary>Plan of whole sequences.</summary>
/// <param name="WorkspacePerRow">Size of the workspace of a row in floats.</param>
/// <param name="RowBlock">The number of rows that are processed at a time. The workspace has this many rows, independent of the batch size.</param>
/// <param name="IsShared">Whether threads can partition the lanes of a single row, because the weights exceed the private caches of a core.</param>
/// <param name="StepCountOffset">The offset in the workspace of a row of its step count; null if nothing reads it.</param>
/// <param name="StartOffset">The offset of the number that says whether the row starts from the learned initial states; null if nothing reads it.</param>
/// <param name="Work">The work of a row of all steps, as <see cref="OperationCost.Work"/> counts it; the runtime chooses the number of threads by it.</param>
public sealed record SequencePlan(int WorkspacePerRow, int RowBlock, bool IsShared, int? StepCountOffset, int? StartOffset, long Work);

/// <summary>Plan of one step of one stream.</summary>
/// <param name="Workspace">Size of the workspace in floats.</param>
public sealed record StepPlan(int Workspace);

/// <summary>Plan of training.</summary>
/// <param name="WorkspacePerRow">Size of the workspace of a row in floats: tape and scratch.</param>
/// <param name="LossOffset">The offset in the workspace of a row of its loss.</param>
/// <param name="StepCountOffset">The offset in the workspace of a row of its step count; null if nothing reads it.</param>
/// <param name="StartOffset">The offset of the number that says whether the row starts from the learned initial states; null if nothing reads it.</param>
/// <param name="LossWeightOffsets">The offset in the workspace of a row of the loss weights of each output: one float for each output step.</param>
/// <param name="StepGradientLength">Elements of the gradients of the first state at each step of a row; 0 if the function has no such result.</param>
/// <param name="Noises">The placement in the workspace of a row of each mask.</param>
/// <param name="Phases">The kinds of its phases, in order.</param>
/// <param name="Work">The work of a row of all steps, as <see cref="OperationCost.Work"/> counts it; the runtime chooses the number of threads by it.</param>
public sealed record TrainingPlan(
    int WorkspacePerRow,
    int LossOffset,
    int? StepCountOffset,
    int? StartOffset,
    IReadOnlyList<int> LossWeightOffsets,
    int StepGradientLength,
    IReadOnlyList<NoisePlacement> Noises,
    IReadOnlyList<PhaseKind> Phases,
    long Work);

/// <summary>Placement of a mask: element (step t, position j) is the float at Offset + t · Stride + j of the workspace of a row.</summary>
/// <param name="Noise">The mask.</param>
/// <param name="Offset">The first float.</param>
/// <param name="Steps">The number of steps; 1 if it is not stacked.</param>
/// <param name="Length">The number of elements of a step.</param>
/// <param name="Stride">Floats from one step to the next.</param>
public sealed record NoisePlacement(NoiseTensor Noise, int Offset, int Steps, int Length, int Stride);
