using RnnCompiler.Compiler.Loops;
using RnnCompiler.Compiler.Targets;

namespace RnnCompiler.Compiler.Tiling;

/// <summary>
/// Number of chains into which a sum over k is split. The multiply-adds of a chain depend on each other: with a latency of four cycles and two FMA pipes, eight
/// independent ones fill the pipes. The number depends only on the region, so that the bits are the same for every target and tile.
/// </summary>
internal static class ReductionChains
{
    /// <summary>Independent accumulators of 16 lanes that fill two FMA pipes: latency 4 × 2 pipes.</summary>
    private const int AccumulatorsToFillPipes = 8;

    private const int MaxChains = 4;

    /// <summary>Operand length below which adding the chains costs more than they save.</summary>
    private const int MinDepth = 8;

    /// <summary>Gets the number of chains of each sum of a region: 1, 2 or 4.</summary>
    public static int Of(Region region)
    {
        if (!region.Products.Any(static p => p.WholeDepth >= MinDepth))
            return 1;
        int accumulators = region.Accumulations.Count * (Target.Pad(region.Length) / Target.Block);

        // Tiles of several rows have more accumulators; there chains would take registers from rows.
        int needed = TileShape.IsWorthSeveralRows(region) ? AccumulatorsToFillPipes / 2 : AccumulatorsToFillPipes;
        int chains = 1;
        while (chains < MaxChains && chains * accumulators < needed)
            chains *= 2;
        return chains;
    }

    /// <summary>Gets the number of chains of one product of a region. The products with the parts of a concatenation have those of the product with the whole.</summary>
    /// <param name="product">The product.</param>
    /// <param name="ofRegion">The number of chains of its region.</param>
    public static int Of(Product product, int ofRegion) => product.WholeDepth >= MinDepth ? ofRegion : 1;
}
