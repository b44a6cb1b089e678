using RnnCompiler.Compiler.Loops;
using RnnCompiler.Compiler.Targets;

namespace RnnCompiler.Compiler.Tiling;

/// <summary>
/// Into how many chains a sum over k is split. A chain waits for its own last multiply-add, some four cycles in which two pipes could do
/// eight others. The number depends on the region alone, so that the bits are the same for every target and tile.
/// </summary>
internal static class ReductionChains
{
    /// <summary>Accumulators of 16 lanes that keep two pipes busy.</summary>
    private const int Enough = 8;

    private const int Most = 4;

    /// <summary>Elements of an operand below which chains cost more in additions than they gain.</summary>
    private const int Shortest = 8;

    /// <summary>The chains of each sum of a region.</summary>
    public static int Of(Region region)
    {
        if (!region.Products.Any(static p => p.Depth >= Shortest))
            return 1;
        int accumulators = region.Accumulations.Count * (Target.Pad(region.Length) / Target.Block);

        // Tiles of several rows have accumulators enough; there, chains would take registers from rows.
        int enough = TileShape.IsWorthSeveralRows(region) ? Enough / 2 : Enough;
        int chains = 1;
        while (chains < Most && chains * accumulators < enough)
            chains *= 2;
        return chains;
    }

    /// <summary>The chains of one product of a region.</summary>
    /// <param name="product">The product.</param>
    /// <param name="ofRegion">The chains of its region.</param>
    public static int Of(Product product, int ofRegion) => product.Depth >= Shortest ? ofRegion : 1;
}
