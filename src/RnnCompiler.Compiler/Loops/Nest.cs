using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Packing;

namespace RnnCompiler.Compiler.Loops;

/// <summary>Loops around some work, with every choice made that does not depend on the target.</summary>
internal abstract record Nest;

/// <summary>What a register tile spans besides lanes.</summary>
internal enum TileAxis
{
    /// <summary>Rows of the batch.</summary>
    Rows,

    /// <summary>Steps; an outer loop runs over the rows.</summary>
    Steps,
}

/// <summary>A region for all rows, and for all steps where its axis is time.</summary>
/// <param name="Region">The region.</param>
/// <param name="Axis">What tiles span.</param>
internal sealed record RegionNest(Region Region, TileAxis Axis) : Nest
{
    /// <summary>Where wide tiles put their sums down before the epilogue; null if no tile does.</summary>
    public TensorBuffer? Sums { get; set; }

    /// <summary>Everything that it reads or writes in memory.</summary>
    public IEnumerable<TensorBuffer> Touched => Sums is null ? Region.Touched : [.. Region.Touched, Sums];
}

/// <summary>A recurrence: regions for all rows, step after step.</summary>
/// <param name="Direction">The order of the steps.</param>
/// <param name="Prologue">What sets the carries.</param>
/// <param name="Body">What a step does.</param>
/// <param name="Epilogue">What reads the carries after the last step.</param>
/// <param name="DoubleBuffered">Carries that need no history: two halves that change places at each step.</param>
/// <param name="Text">For the reader.</param>
internal sealed record TimeNest(
    ScanDirection Direction,
    IReadOnlyList<RegionNest> Prologue,
    IReadOnlyList<RegionNest> Body,
    IReadOnlyList<RegionNest> Epilogue,
    IReadOnlyList<TensorBuffer> DoubleBuffered,
    IReadOnlyList<string> Text) : Nest;

/// <summary>One gate of a weight gradient.</summary>
/// <param name="Weight">The weight.</param>
/// <param name="Delta">The cotangent of its product: one lane for each row of the weight.</param>
/// <param name="Accumulate">Whether something stands there already.</param>
internal sealed record GradientTerm(PackedWeight Weight, View Delta, bool Accumulate);

/// <summary>
/// Weight gradients as one product over rows (and steps): Σ delta ⊗ operand for all gates that share the operand.
/// </summary>
/// <param name="Terms">The gates, of one panel.</param>
/// <param name="Operand">What the weights multiplied.</param>
/// <param name="OverTime">Whether it is summed over steps too.</param>
/// <param name="Text">For the reader.</param>
internal sealed record GradientNest(IReadOnlyList<GradientTerm> Terms, View Operand, bool OverTime, IReadOnlyList<string> Text) : Nest;

/// <summary>A sum of a vector over steps, over rows, or both.</summary>
/// <param name="Source">What is summed.</param>
/// <param name="OverTime">Whether over steps.</param>
/// <param name="OverRows">Whether over rows.</param>
/// <param name="Targets">Where it goes.</param>
/// <param name="Accumulate">Whether something stands there already.</param>
/// <param name="Text">For the reader.</param>
internal sealed record SumNest(View Source, bool OverTime, bool OverRows, IReadOnlyList<View> Targets, bool Accumulate, IReadOnlyList<string> Text) : Nest;

/// <summary>Adds vectors into the rows of a table: the gradient of an embedding.</summary>
/// <param name="Weight">The table.</param>
/// <param name="Ids">The rows.</param>
/// <param name="Source">What is added.</param>
/// <param name="OverTime">Whether there is one for each step.</param>
/// <param name="Text">For the reader.</param>
internal sealed record ScatterNest(PackedWeight Weight, View Ids, View Source, bool OverTime, IReadOnlyList<string> Text) : Nest;

/// <summary>Sets a weight's gradient to zero.</summary>
/// <param name="Weight">The weight.</param>
internal sealed record ZeroGradientNest(PackedWeight Weight) : Nest;

/// <summary>The regions in a nest.</summary>
internal static class RegionNests
{
    /// <summary>In order; none where a nest is something else.</summary>
    public static IEnumerable<RegionNest> Of(Nest nest) => nest switch
    {
        RegionNest region => [region],
        TimeNest loop => loop.Prologue.Concat(loop.Body).Concat(loop.Epilogue),
        _ => [],
    };
}
