using RnnCompiler.Compiler.Loops;

namespace RnnCompiler.Compiler.Tiling;

/// <summary>Plan of one loop nest for one target. <see cref="TileSelection"/> creates it; lowering only reads it.</summary>
public abstract record TilePlan
{
    /// <summary>The plan and its reasons, as the comment above the emitted block.</summary>
    public required IReadOnlyList<string> Text { get; init; }
}

/// <summary>Plan of a region: register tiles of rows (or steps) × vectors × gates.</summary>
public sealed record RegionPlan : TilePlan
{
    /// <summary>The tiles of several rows (or steps), which share each loaded weight; null if there is a single row or if they do not pay.</summary>
    public required TilePass? Wide { get; init; }

    /// <summary>The tiles of one row (or step): for a single row, and for the remaining rows.</summary>
    public required TilePass Narrow { get; init; }

    /// <summary>
    /// The number of reduction chains of each sum over k. Chain c adds the products of each k with k mod chains = c, in order; the chains are added as a
    /// balanced tree.
    /// </summary>
    public required int Chains { get; init; }

    /// <summary>
    /// Whether tiles of one row traverse their blocks in alternating order (boustrophedon), so that a step begins with the weights that the step before used
    /// last, which are still in the cache: of a recurrence, or of a stream.
    /// </summary>
    public required bool IsAlternating { get; init; }
}

/// <summary>Tiles of one shape over all lanes of a region.</summary>
/// <param name="Width">The number of rows (or steps) of a tile.</param>
/// <param name="Vectors">The number of vectors of a tile, except at the tail.</param>
/// <param name="Segments">The tiles along the lanes.</param>
public sealed record TilePass(int Width, int Vectors, IReadOnlyList<TileSegment> Segments)
{
    /// <summary>The most passes over k of a product, 1 or 2: each adds to an equal part of the reduction chains.</summary>
    public int ChainPasses => Segments.SelectMany(static s => s.Products).Select(static p => p.ChainPasses).DefaultIfEmpty(1).Max();
}

/// <summary>Tiles of one shape over a range of lanes.</summary>
/// <param name="Lanes">The lanes and the vectors of a tile.</param>
/// <param name="OutlinesEpilogue">
/// Whether the epilogue is outlined into a method of its own and reads the accumulators from scratch (split epilogue). In one method the JIT compiler would
/// hold the constants of the activations in registers during the loop over k and spill accumulators there.
/// </param>
/// <param name="Products">The loops over k, in order.</param>
public sealed record TileSegment(LaneSegment Lanes, bool OutlinesEpilogue, IReadOnlyList<ProductPlan> Products);

/// <summary>Plan of one loop over k: products that share an operand and a panel of weights, so that one broadcast feeds all their gates.</summary>
/// <param name="Gates">The products, each with its accumulator.</param>
/// <param name="Chains">The number of reduction chains of each of these sums.</param>
/// <param name="Unroll">The unroll factor: values of k in an iteration, or all of them if there is no loop.</param>
/// <param name="ChainPasses">The number of such loops: each adds the products of an equal part of the chains.</param>
public sealed record ProductPlan(IReadOnlyList<GateProduct> Gates, int Chains, int Unroll, int ChainPasses)
{
    /// <summary>
    /// Whether the operand is in vector registers, whose lanes are broadcast one after another, rather than in memory, from which each element is broadcast: a store
    /// of a state is not waited for, and loads are left to the weights.
    /// </summary>
    public bool BroadcastsLanes { get; init; }
}

/// <summary>Product and the accumulator that it is added to.</summary>
/// <param name="Product">The product.</param>
/// <param name="Accumulator">The index of the accumulation in its region.</param>
public sealed record GateProduct(Product Product, int Accumulator);

/// <summary>Plan of a weight gradient: register tiles of columns × gates × vectors, over which rows and steps are summed.</summary>
/// <param name="Columns">The number of columns of a tile.</param>
/// <param name="RowBlock">
/// The number of rows that all columns of a block of lanes process before the next rows, so that these rows remain in the L2 cache; 0 for all rows.
/// </param>
/// <param name="Segments">The tiles along the lanes.</param>
public sealed record OuterProductPlan(int Columns, int RowBlock, IReadOnlyList<LaneSegment> Segments) : TilePlan;

/// <summary>Plan of a nest that adds vectors.</summary>
/// <param name="Segments">The tiles along the lanes.</param>
public sealed record VectorPlan(IReadOnlyList<LaneSegment> Segments) : TilePlan;

/// <summary>Plan of a loop over time.</summary>
/// <param name="UnrollFactor">The number of steps of an iteration.</param>
public sealed record TimePlan(int UnrollFactor) : TilePlan
{
    /// <summary>
    /// Gets the carries that stay in vector registers from step to step in a loop of its own for a single row; empty if there is no such loop. Several rows take turns in
    /// each step, since they do not wait for each other.
    /// </summary>
    public IReadOnlyList<LoopBuffer> Resident { get; init; } = [];

    /// <summary>Gets the values that the regions of a step hand to later ones in registers, in that loop for a single row.</summary>
    public IReadOnlyList<LoopBuffer> Handed { get; init; } = [];
}
