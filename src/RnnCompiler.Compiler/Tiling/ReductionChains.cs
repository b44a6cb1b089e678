using RnnCompiler.Compiler.Loops;
using RnnCompiler.Compiler.Targets;

namespace RnnCompiler.Compiler.Tiling;

/// <summary>
/// Number of chains into which a sum over k is split. The multiply-adds of a chain depend on each other: with a latency of four cycles and two FMA pipes, eight
/// independent ones fill the pipes. The number depends only on the sizes of the panel that the product reads, so that the bits are the same for every target and tile,
/// and for a region with several products as for regions with one each.
/// </summary>
internal static class ReductionChains
{
    /// <summary>Independent accumulators of 16 lanes that fill two FMA pipes: latency 4 × 2 pipes.</summary>
    private const int AccumulatorsToFillPipes = 8;

    private const int MaxChains = 4;

    /// <summary>Operand length below which adding the chains costs more than they save.</summary>
    private const int MinDepth = 8;

    /// <summary>Gets the greatest number of chains of a product of a region: 1, 2 or 4.</summary>
    public static int Of(Region region, LoopAxis axis) => region.Products.Select(p => Of(p, axis)).DefaultIfEmpty(1).Max();

    /// <summary>
    /// Gets the number of chains of a product: 1, 2 or 4. The products of one panel have the same number, and the products with the parts of a concatenation that of
    /// the product with the whole. Transposed panels belong to gradients, which a single step never computes: over steps, which do not wait for each other, they have
    /// one chain (training LSTM 16→16→16 had taken 5 % longer with four chains for each gate).
    /// </summary>
    public static int Of(Product product, LoopAxis axis)
    {
        if (product.WholeDepth < MinDepth || product is WeightProduct { IsInteger: true })
            return 1; // a multiplication of integers is not part of the chain, and an addition takes one cycle
        if (axis == LoopAxis.Steps && product is WeightProduct { Transposed: true })
            return 1;
        int group = product is WeightProduct weight ? Math.Max(1, weight.Weight.Slice.ColumnStride / Target.Block) : 1;
        int gates = product is WeightProduct { Transposed: true } ? 1 : group; // transposed, the gates of a panel add to one sum
        int accumulators = gates * (Target.Pad(product.Lanes) / Target.Block);

        // Tiles of several rows have more accumulators; there chains would take registers from rows.
        int needed = group * product.Lanes * product.WholeDepth >= TileShape.MinMultiplyAddsForRowBlocking ? AccumulatorsToFillPipes / 2 : AccumulatorsToFillPipes;
        int chains = 1;
        while (chains < MaxChains && chains * accumulators < needed)
            chains *= 2;
        return chains;
    }
}
