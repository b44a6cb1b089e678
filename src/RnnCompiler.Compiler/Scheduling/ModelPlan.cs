using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Scheduling.Kernels;

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

/// <summary>Where a canonical parameter lies.</summary>
/// <param name="Tensor">The parameter.</param>
/// <param name="Offset">Where it begins when all canonical parameters follow one another.</param>
/// <param name="Slices">Where its row blocks lie, in order of rows.</param>
public sealed record ParameterPlacement(ParameterTensor Tensor, int Offset, IReadOnlyList<SlicePlacement> Slices);

/// <summary>
/// Where a weight lies in packed storage: element (row r, column k) at
/// Offset + (r / 16) · BlockStride + (r % 16) · LaneStride + k · ColumnStride.
/// </summary>
/// <param name="Weight">The key of the weight.</param>
/// <param name="RowStart">Its first row in the canonical parameter.</param>
/// <param name="Rows">Its rows.</param>
/// <param name="Columns">Its columns; 1 for vectors and scalars.</param>
/// <param name="Offset">Its first float.</param>
/// <param name="BlockStride">From one block of 16 rows to the next.</param>
/// <param name="LaneStride">From one row to the next within a block.</param>
/// <param name="ColumnStride">From one column to the next.</param>
public sealed record SlicePlacement(string Weight, int RowStart, int Rows, int Columns, int Offset, int BlockStride, int LaneStride, int ColumnStride);

/// <summary>Where the transposed copy of a weight lies: element (row j, column k) at Offset + (k / 16) · Rows · 16 + j · 16 + k % 16.</summary>
/// <param name="Source">The weight.</param>
/// <param name="Offset">Its first float among the panels.</param>
public sealed record PanelPlacement(SlicePlacement Source, int Offset);

/// <summary>
/// Where the reduced copy of a panel of weights lies, whose column k of lane j of block b is the float at Source + (b · Columns + k) · Width + j of the
/// parameters. Under <see cref="WeightFormat.BFloat16"/> it is the lower half (k even) or the upper half (k odd) of the word at
/// Offset + b · BlockStride + (k / 2) · Width + j. Under <see cref="WeightFormat.Int8"/> it is the byte at 4 · Offset + b · BlockStride + k · Width + j, times
/// the float at Scales + b · Width + j.
/// </summary>
/// <param name="Format">The format.</param>
/// <param name="Source">The panel's first float among the parameters.</param>
/// <param name="Blocks">Blocks of 16 rows.</param>
/// <param name="Columns">Columns.</param>
/// <param name="Width">Lanes of a column of a block: 16 for each gate of the panel.</param>
/// <param name="Offset">Its first word among the reduced weights.</param>
public sealed record ReducedPanelPlacement(WeightFormat Format, int Source, int Blocks, int Columns, int Width, int Offset)
{
    /// <summary>Columns that share a 32-bit word.</summary>
    public int PerWord => Format == WeightFormat.BFloat16 ? 2 : 1;

    /// <summary>Words from one block to the next, or bytes where each weight is one.</summary>
    public int BlockStride => checked((Columns + PerWord - 1) / PerWord * Width);

    /// <summary>The first float of the scales; without them, one past the panel. It begins a cache line, as the panel does.</summary>
    public int Scales => checked(Offset + (int)((((long)Blocks * BlockStride / (Format == WeightFormat.Int8 ? sizeof(float) : 1)) + 15) / 16 * 16));
}

/// <summary>Where a state lies, in either half.</summary>
/// <param name="State">The state.</param>
/// <param name="Offset">Its first float.</param>
public sealed record StatePlacement(StateTensor State, int Offset);

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

/// <summary>What a phase of training computes; after each phase all threads wait for one another.</summary>
public enum PhaseKind
{
    /// <summary>Something for each row, apart from all others: threads take rows.</summary>
    Rows,

    /// <summary>Something over all rows, such as weight gradients: threads take pieces of the result, so that no sum depends on their number.</summary>
    Results,
}

/// <summary>Where a mask is expected: element (step t, position j) at Offset + t · Stride + j of a row's workspace.</summary>
/// <param name="Noise">The mask.</param>
/// <param name="Offset">Its first float.</param>
/// <param name="Steps">Steps, 1 where it is not stacked.</param>
/// <param name="Length">Elements of a step.</param>
/// <param name="Stride">From one step to the next.</param>
public sealed record NoisePlacement(NoiseTensor Noise, int Offset, int Steps, int Length, int Stride);
