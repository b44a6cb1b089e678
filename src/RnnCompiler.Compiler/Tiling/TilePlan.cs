using RnnCompiler.Compiler.Loops;

namespace RnnCompiler.Compiler.Tiling;

/// <summary>
/// How one loop nest is computed on one target. <see cref="TileSelection"/> makes it; lowering reads it and decides nothing.
/// </summary>
public abstract record TilePlan
{
    /// <summary>The plan and its reasons, for the comment above the emitted block.</summary>
    public required IReadOnlyList<string> Text { get; init; }
}

/// <summary>The plan of a region: register tiles of rows (or steps) × vectors × gates.</summary>
public sealed record RegionPlan : TilePlan
{
    /// <summary>Tiles of several rows (or steps), which share each weight that is loaded; null if there is one row, or if they do not pay.</summary>
    public required TilePass? Wide { get; init; }

    /// <summary>Tiles of one row (or step): for a single row, and for the rows that are left over.</summary>
    public required TilePass Narrow { get; init; }

    /// <summary>The reduction chains of each sum over k: chain c adds the products of each k with k mod chains = c, in order; the chains are added as a balanced tree.</summary>
    public required int Chains { get; init; }

    /// <summary>Whether tiles of one row traverse their blocks in alternating order, so that a step begins with the weights that the step before used last.</summary>
    public required bool IsAlternating { get; init; }
}

/// <summary>Tiles of one shape over all lanes of a region.</summary>
/// <param name="Width">Rows (or steps) of a tile.</param>
/// <param name="Vectors">Vectors of a tile away from the tail.</param>
/// <param name="Segments">The tiles along the lanes.</param>
public sealed record TilePass(int Width, int Vectors, IReadOnlyList<TileSegment> Segments);

/// <summary>Tiles of one shape over some lanes.</summary>
/// <param name="Lanes">The lanes and the vectors of a tile.</param>
/// <param name="OutlinesEpilogue">
/// Whether the accumulators go through scratch to an epilogue in a method of its own (a split epilogue). In one method the JIT compiler keeps the constants of the
/// activations in registers across the loop over k, and spills accumulators there.
/// </param>
/// <param name="Products">The loops over k, in order.</param>
public sealed record TileSegment(LaneSegment Lanes, bool OutlinesEpilogue, IReadOnlyList<ProductPlan> Products);

/// <summary>One loop over k: products that share an operand and a panel of weights, so that one broadcast feeds all their gates.</summary>
/// <param name="Gates">The products, each with its accumulator.</param>
/// <param name="Chains">The reduction chains of each of these sums.</param>
/// <param name="Unroll">Values of k in an iteration of the loop; all of them if there is no loop.</param>
public sealed record ProductPlan(IReadOnlyList<GateProduct> Gates, int Chains, int Unroll);

/// <summary>A product and the accumulator that it is added to.</summary>
/// <param name="Product">The product.</param>
/// <param name="Accumulator">The number of the accumulation in its region.</param>
public sealed record GateProduct(Product Product, int Accumulator);

/// <summary>The plan of a weight gradient: register tiles of columns × gates × vectors, over which rows and steps are summed.</summary>
/// <param name="Columns">Columns of a tile.</param>
/// <param name="RowBlock">Rows that all columns of a block of lanes take before the next rows, so that these stay in the second-level cache; 0 for all rows at once.</param>
/// <param name="Segments">The tiles along the lanes.</param>
public sealed record OuterProductPlan(int Columns, int RowBlock, IReadOnlyList<LaneSegment> Segments) : TilePlan;

/// <summary>The plan of a nest that adds vectors.</summary>
/// <param name="Segments">The tiles along the lanes.</param>
public sealed record VectorPlan(IReadOnlyList<LaneSegment> Segments) : TilePlan;

/// <summary>The plan of a loop over time.</summary>
/// <param name="UnrollFactor">Steps of an iteration.</param>
public sealed record TimePlan(int UnrollFactor) : TilePlan;
