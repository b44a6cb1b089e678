using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Packing;

namespace RnnCompiler.Compiler.Loops;

/// <summary>Loop nest, independent of the target: what is computed, over which loops, from and to which buffers.</summary>
public abstract record LoopNest
{
    /// <summary>The number of steps, if each row executes all of them; null if a row executes as many as it has. For a nest over steps.</summary>
    public int? WholeSteps { get; init; }

    /// <summary>The region nests in it, in order; empty if it has none.</summary>
    public abstract IEnumerable<RegionNest> Regions { get; }

    /// <summary>The buffers that it accesses.</summary>
    public abstract IEnumerable<LoopBuffer> Touched { get; }

    /// <summary>Whether its results are sums over all rows of the batch; threads then partition the elements of the results instead of the rows.</summary>
    public abstract bool IsOverRows { get; }

    /// <summary>Whether it accumulates into such a result of an earlier nest.</summary>
    public abstract bool AddsOverRows { get; }
}

/// <summary>Axis that a register tile spans besides lanes.</summary>
public enum LoopAxis
{
    /// <summary>The rows of the batch.</summary>
    Rows,

    /// <summary>The steps; an outer loop iterates over the rows.</summary>
    Steps,
}

/// <summary>Region that is computed for all rows, or for all rows and steps.</summary>
/// <param name="Region">The region.</param>
/// <param name="Axis">The axis that tiles span.</param>
public sealed record RegionNest(Region Region, LoopAxis Axis) : LoopNest
{
    /// <summary>The results for which it is computed, if all of these are computed on request only; for regions inside of a time loop, whose group is for other results.</summary>
    public RequestedResults For { get; init; }

    /// <summary>Scratch for the accumulators of a tile, which an outlined epilogue reads; null if no target outlines the epilogue.</summary>
    public LoopBuffer? Scratch { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<RegionNest> Regions => [this];

    /// <inheritdoc/>
    public override IEnumerable<LoopBuffer> Touched => Scratch is null ? Region.Touched : [.. Region.Touched, Scratch];

    /// <inheritdoc/>
    public override bool IsOverRows => false;

    /// <inheritdoc/>
    public override bool AddsOverRows => false;
}

/// <summary>Recurrence: a sequential loop over steps, with regions over all rows that have the step as its body. Rows are in descending order of their steps.</summary>
/// <param name="Direction">The order of the steps.</param>
/// <param name="Steps">The number of steps of a whole sequence; a call may have fewer.</param>
/// <param name="Prologue">Initialises the carries.</param>
/// <param name="Body">Computes one step.</param>
/// <param name="Hold">Copies the carries of rows that do not have the step, so that they keep their values.</param>
/// <param name="Epilogue">Copies the carries after the last step.</param>
/// <param name="DoubleBuffered">The carries without history: two halves that are swapped after each step.</param>
/// <param name="Text">Comments for the reader of printed and emitted code.</param>
public sealed record TimeLoop(
    ScanDirection Direction,
    int Steps,
    IReadOnlyList<RegionNest> Prologue,
    IReadOnlyList<RegionNest> Body,
    IReadOnlyList<RegionNest> Hold,
    IReadOnlyList<RegionNest> Epilogue,
    IReadOnlyList<LoopBuffer> DoubleBuffered,
    IReadOnlyList<string> Text) : LoopNest
{
    /// <inheritdoc/>
    public override IEnumerable<RegionNest> Regions => Prologue.Concat(Body).Concat(Hold).Concat(Epilogue);

    /// <inheritdoc/>
    public override IEnumerable<LoopBuffer> Touched => Regions.SelectMany(static r => r.Touched).Concat(DoubleBuffered);

    /// <inheritdoc/>
    public override bool IsOverRows => false;

    /// <inheritdoc/>
    public override bool AddsOverRows => false;
}

/// <summary>Weight gradient of one gate.</summary>
/// <param name="Weight">The weight.</param>
/// <param name="Delta">The cotangent of its product, with a lane for each row of the weight.</param>
/// <param name="Accumulate">Whether it is added to the result of an earlier nest.</param>
public sealed record OuterProductTerm(PackedWeight Weight, BufferView Delta, bool Accumulate);

/// <summary>Weight gradients as one matrix product over rows (and steps): Σ delta ⊗ operand, for all gates that share the operand.</summary>
/// <param name="Terms">The gates, whose weights share a panel.</param>
/// <param name="Operand">The vector that the weights multiply.</param>
/// <param name="OverTime">Whether the sum is over steps too.</param>
/// <param name="Text">Comments for the reader of printed and emitted code.</param>
public sealed record OuterProductNest(IReadOnlyList<OuterProductTerm> Terms, BufferView Operand, bool OverTime, IReadOnlyList<string> Text) : LoopNest
{
    /// <summary>The columns of the weights that multiply the operand, if that is a part of a concatenation; null for all of them.</summary>
    public ColumnRange? Columns { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<RegionNest> Regions => [];

    /// <inheritdoc/>
    public override IEnumerable<LoopBuffer> Touched => [Operand.Buffer, .. Terms.Select(static t => t.Delta.Buffer)];

    /// <inheritdoc/>
    public override bool IsOverRows => true;

    /// <inheritdoc/>
    public override bool AddsOverRows => Terms.Any(static t => t.Accumulate);
}

/// <summary>Sum of a vector over steps, over rows, or over both.</summary>
/// <param name="Source">The summand.</param>
/// <param name="OverTime">Whether the sum is over steps.</param>
/// <param name="OverRows">Whether the sum is over rows.</param>
/// <param name="Targets">The destinations of the sum.</param>
/// <param name="Accumulate">Whether it is added to the result of an earlier nest.</param>
/// <param name="Text">Comments for the reader of printed and emitted code.</param>
public sealed record SumNest(BufferView Source, bool OverTime, bool OverRows, IReadOnlyList<BufferView> Targets, bool Accumulate, IReadOnlyList<string> Text) : LoopNest
{
    /// <inheritdoc/>
    public override IEnumerable<RegionNest> Regions => [];

    /// <inheritdoc/>
    public override IEnumerable<LoopBuffer> Touched => [Source.Buffer, .. Targets.Select(static t => t.Buffer)];

    /// <inheritdoc/>
    public override bool IsOverRows => OverRows;

    /// <inheritdoc/>
    public override bool AddsOverRows => OverRows && Accumulate;
}

/// <summary>Scatter-add of vectors into the rows of a table: the gradient of an embedding.</summary>
/// <param name="Weight">The table.</param>
/// <param name="Ids">The ids of the rows.</param>
/// <param name="Source">The vector that is added.</param>
/// <param name="OverTime">Whether there is an id and a vector for each step.</param>
/// <param name="Text">Comments for the reader of printed and emitted code.</param>
public sealed record ScatterNest(PackedWeight Weight, BufferView Ids, BufferView Source, bool OverTime, IReadOnlyList<string> Text) : LoopNest
{
    /// <inheritdoc/>
    public override IEnumerable<RegionNest> Regions => [];

    /// <inheritdoc/>
    public override IEnumerable<LoopBuffer> Touched => [Ids.Buffer, Source.Buffer];

    /// <inheritdoc/>
    public override bool IsOverRows => true;

    /// <inheritdoc/>
    public override bool AddsOverRows => true;
}

/// <summary>Zero fill of the gradient of a weight.</summary>
/// <param name="Weight">The weight.</param>
public sealed record ZeroNest(PackedWeight Weight) : LoopNest
{
    /// <inheritdoc/>
    public override IEnumerable<RegionNest> Regions => [];

    /// <inheritdoc/>
    public override IEnumerable<LoopBuffer> Touched => [];

    /// <inheritdoc/>
    public override bool IsOverRows => true;

    /// <inheritdoc/>
    public override bool AddsOverRows => false;
}

/// <summary>
/// Transposition of a stacked value of each row into slots of one feature, whose lanes are steps, with zeros behind the last step of the row. Whole vectors are stored, so
/// that the target has a slot more than there are features.
/// </summary>
/// <param name="Source">The stacked value; null for the number 1 at each step.</param>
/// <param name="Steps">The largest number of steps: the lanes of a slot.</param>
/// <param name="Target">The slot of the first feature.</param>
/// <param name="Text">Comments for the reader of printed and emitted code.</param>
public sealed record TransposeNest(BufferView? Source, int Steps, BufferView Target, IReadOnlyList<string> Text) : LoopNest
{
    /// <summary>The number of features.</summary>
    public int Features => Source?.Length ?? 1;

    /// <inheritdoc/>
    public override IEnumerable<RegionNest> Regions => [];

    /// <inheritdoc/>
    public override IEnumerable<LoopBuffer> Touched => Source is null ? [Target.Buffer] : [Source.Buffer, Target.Buffer];

    /// <inheritdoc/>
    public override bool IsOverRows => false;

    /// <inheritdoc/>
    public override bool AddsOverRows => false;
}

/// <summary>Outer product of two vectors of each row.</summary>
/// <param name="Left">The vector with an element for each step of the result.</param>
/// <param name="Right">The vector with an element for each lane of the result.</param>
public sealed record OuterSumTerm(BufferView Left, BufferView Right);

/// <summary>Matrix of each row that is a sum of outer products: the cotangent of a stacked value that products read. Its rows are the steps of the row of the batch.</summary>
/// <param name="Terms">The outer products.</param>
/// <param name="OverTime">Whether each is summed over steps.</param>
/// <param name="Target">The result, stacked over steps.</param>
/// <param name="Text">Comments for the reader of printed and emitted code.</param>
public sealed record OuterSumNest(IReadOnlyList<OuterSumTerm> Terms, bool OverTime, BufferView Target, IReadOnlyList<string> Text) : LoopNest
{
    /// <summary>Whether the row has all steps of the result.</summary>
    public bool WholeTarget { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<RegionNest> Regions => [];

    /// <inheritdoc/>
    public override IEnumerable<LoopBuffer> Touched => [Target.Buffer, .. Terms.SelectMany(static t => new[] { t.Left.Buffer, t.Right.Buffer })];

    /// <inheritdoc/>
    public override bool IsOverRows => false;

    /// <inheritdoc/>
    public override bool AddsOverRows => false;
}
