using RnnCompiler.Compiler.Kernels;
using RnnCompiler.Compiler.Loops;
using RnnCompiler.Compiler.Targets;

namespace RnnCompiler.Compiler.Tiling;

/// <summary>
/// Into how many chains a sum over k is split: a chain waits for its own last multiply-add, some four cycles in which two pipes could do
/// eight others. Chain c takes up each k with k mod chains = c; at the end they are added as a balanced tree. The number depends on the
/// region alone, so that the bits are the same for every target and tile.
/// </summary>
internal static class SumChains
{
    /// <summary>Accumulators of 16 lanes that keep two pipes busy.</summary>
    private const int Enough = 8;

    private const int Most = 4;

    /// <summary>Elements of an operand below which the chains are not worth their addition.</summary>
    private const int Shortest = 8;

    /// <summary>Chains of each sum of a region.</summary>
    public static int Of(Region region)
    {
        if (!region.Accumulations.SelectMany(static a => a.Products).Any(static p => p.Depth >= Shortest))
            return 1;
        int accumulators = region.Accumulations.Count * (Target.Pad(region.Length) / Target.Block);

        // Tiles of several rows have accumulators enough; there, chains would take registers from rows.
        int enough = TileShape.IsWorthSeveralRows(region) ? Enough / 2 : Enough;
        int chains = 1;
        while (chains < Most && chains * accumulators < enough)
            chains *= 2;
        return chains;
    }

    /// <summary>Chains that a product of the region uses.</summary>
    public static int Of(Product product, int ofRegion) => product.Depth >= Shortest ? ofRegion : 1;

    /// <summary>Adds the chains as a balanced tree; the sum is the first of them.</summary>
    public static IEnumerable<Statement> Join(IReadOnlyList<VectorRegister> chains)
    {
        for (int apart = 1; apart < chains.Count; apart *= 2)
        {
            for (int c = 0; c < chains.Count; c += 2 * apart)
                yield return new AssignVector(chains[c], new Apply(VectorFunction.Add, [chains[c], chains[c + apart]]));
        }
    }
}
