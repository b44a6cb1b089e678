using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Packing;

namespace RnnCompiler.Compiler.Loops;

/// <summary>Loops around some work, with every decision made that does not depend on the target.</summary>
public abstract record LoopNest
{
    /// <summary>The loop nests of regions in it, in order; none if it is something else.</summary>
    public abstract IEnumerable<RegionNest> Regions { get; }

    /// <summary>The buffers that it reads or writes.</summary>
    public abstract IEnumerable<LoopBuffer> Touched { get; }

    /// <summary>Whether it computes something over all rows, so that threads share out elements of the result instead of rows.</summary>
    public abstract bool IsOverRows { get; }

    /// <summary>Whether it adds to something that a nest before it has made over all rows.</summary>
    public abstract bool AddsOverRows { get; }
}

/// <summary>What a register tile spans besides lanes.</summary>
public enum LoopAxis
{
    /// <summary>Rows of the batch.</summary>
    Rows,

    /// <summary>Steps; an outer loop runs over the rows.</summary>
    Steps,
}

/// <summary>A region for all rows, or for all rows and steps.</summary>
/// <param name="Region">The region.</param>
/// <param name="Axis">What tiles span.</param>
public sealed record RegionNest(Region Region, LoopAxis Axis) : LoopNest
{
    /// <summary>Scratch for the accumulators of a tile, from which an outlined epilogue reads them; null if no target outlines the epilogue.</summary>
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

/// <summary>A recurrence: regions for all rows, step after step.</summary>
/// <param name="Direction">The order of the steps.</param>
/// <param name="Steps">How many steps a whole sequence has; a call may have fewer.</param>
/// <param name="Prologue">Sets the carries.</param>
/// <param name="Body">One step.</param>
/// <param name="Epilogue">Reads the carries after the last step.</param>
/// <param name="DoubleBuffered">Carries without history: two halves that are exchanged after each step.</param>
/// <param name="Text">For readers.</param>
public sealed record TimeLoop(
    ScanDirection Direction,
    int Steps,
    IReadOnlyList<RegionNest> Prologue,
    IReadOnlyList<RegionNest> Body,
    IReadOnlyList<RegionNest> Epilogue,
    IReadOnlyList<LoopBuffer> DoubleBuffered,
    IReadOnlyList<string> Text) : LoopNest
{
    /// <inheritdoc/>
    public override IEnumerable<RegionNest> Regions => Prologue.Concat(Body).Concat(Epilogue);

    /// <inheritdoc/>
    public override IEnumerable<LoopBuffer> Touched => Regions.SelectMany(static r => r.Touched).Concat(DoubleBuffered);

    /// <inheritdoc/>
    public override bool IsOverRows => false;

    /// <inheritdoc/>
    public override bool AddsOverRows => false;
}

/// <summary>One gate of a weight gradient.</summary>
/// <param name="Weight">The weight.</param>
/// <param name="Delta">The cotangent of its product: one lane for each row of the weight.</param>
/// <param name="Accumulate">Whether it is added to what a nest before has made.</param>
public sealed record OuterProductTerm(PackedWeight Weight, BufferView Delta, bool Accumulate);

/// <summary>Weight gradients as one matrix product over rows (and steps): Σ delta ⊗ operand, for all gates that share the operand.</summary>
/// <param name="Terms">The gates, of one panel.</param>
/// <param name="Operand">The vector that the weights multiplied.</param>
/// <param name="OverTime">Whether it is summed over steps too.</param>
/// <param name="Text">For readers.</param>
public sealed record OuterProductNest(IReadOnlyList<OuterProductTerm> Terms, BufferView Operand, bool OverTime, IReadOnlyList<string> Text) : LoopNest
{
    /// <inheritdoc/>
    public override IEnumerable<RegionNest> Regions => [];

    /// <inheritdoc/>
    public override IEnumerable<LoopBuffer> Touched => [Operand.Buffer, .. Terms.Select(static t => t.Delta.Buffer)];

    /// <inheritdoc/>
    public override bool IsOverRows => true;

    /// <inheritdoc/>
    public override bool AddsOverRows => Terms.Any(static t => t.Accumulate);
}

/// <summary>A sum of a vector over steps, over rows, or both.</summary>
/// <param name="Source">What is summed.</param>
/// <param name="OverTime">Whether over steps.</param>
/// <param name="OverRows">Whether over rows.</param>
/// <param name="Targets">Where it goes.</param>
/// <param name="Accumulate">Whether it is added to what a nest before has made.</param>
/// <param name="Text">For readers.</param>
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

/// <summary>Adds vectors into the rows of a table: the gradient of an embedding.</summary>
/// <param name="Weight">The table.</param>
/// <param name="Ids">The rows.</param>
/// <param name="Source">What is added.</param>
/// <param name="OverTime">Whether there is one for each step.</param>
/// <param name="Text">For readers.</param>
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

/// <summary>Sets the gradient of a weight to zero.</summary>
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
