using RnnCompiler.Compiler.Loops;
using RnnCompiler.Compiler.Targets;

namespace RnnCompiler.Compiler.Tiling;

/// <summary>The shape of a register tile of a region; its gates are the accumulators of the region.</summary>
/// <param name="Width">Rows or steps.</param>
/// <param name="Vectors">Vectors of lanes.</param>
internal sealed record TileShape(int Width, int Vectors)
{
    /// <summary>Multiply-adds of a row from which it pays to take several rows at a time: below, there are too few to repay the code.</summary>
    private const int WorthSeveralRows = 2048;

    private const int MostRows = 8;

    /// <summary>
    /// The tile for many rows: as many accumulators as there are registers beside one row of weights and one broadcast, so that each
    /// weight that is loaded serves several rows.
    /// </summary>
    public static TileShape Wide(Region region, Target target)
    {
        int sums = region.Accumulations.Count;
        if (!IsWorthSeveralRows(region) || target.Lanes == 1)
            return Narrow(region, target);
        int vectors = sums >= 3 ? 1 : sums == 2 ? 2 : 4;
        vectors = Reducible(region, target, LaneSegment.Fit(vectors, region.Length, target));
        int width = MostRows;

        // One broadcast; and with reduced weights a word of them, the part that is taken out, and a mask.
        int beside = CacheModel.IsReduced(region) ? 4 : 1;
        while (width > 1 && (width * sums * vectors * ReductionChains.Of(region)) + (sums * vectors) + beside > target.Registers)
            width /= 2;
        while (width > 1 && !EpilogueScratch.CanOutline(region) && !JitBudget.FitsTile(region, width * vectors))
            width /= 2;
        return new TileShape(width, vectors);
    }

    /// <summary>Whether there is enough work in a row for tiles of several rows.</summary>
    public static bool IsWorthSeveralRows(Region region) => region.Length * region.Products.Sum(static p => p.Depth) >= WorthSeveralRows;

    /// <summary>The tile for one row: enough accumulators to hide the latency of a multiply-add, all fed by one broadcast.</summary>
    public static TileShape Narrow(Region region, Target target)
    {
        int sums = region.Accumulations.Count;
        if (sums == 0)
            return new TileShape(1, ElementwiseVectors(region, target));

        // Loads of weights from beyond the first level take longer than a multiply-add, and smaller pieces are used again more often.
        int enough = CacheModel.OutgrowsFirstLevel(region) && !CacheModel.IsReduced(region) ? 4 : 8;
        int vectors = target.Lanes == 1 ? 1 : Math.Max(1, enough / (sums * ReductionChains.Of(region)));

        // A block of weights is a cache line for each gate: better taken whole than fetched again for its other half.
        if (enough == 4 && target.Lanes > 1)
            vectors = Math.Max(vectors, Math.Min(target.VectorsPerBlock, Math.Max(1, 8 / sums)));
        while (vectors > 1 && !JitBudget.FitsTile(region, vectors))
            vectors /= 2;
        return new TileShape(1, Reducible(region, target, LaneSegment.Fit(vectors, region.Length, target)));
    }

    private static int ElementwiseVectors(Region region, Target target)
    {
        if (target.Lanes == 1)
            return 1;
        int vectors = region.Elementwise.Count <= 2 ? 4 : region.Elementwise.Count <= 6 ? 2 : 1;
        while (vectors > 1 && !JitBudget.FitsTile(region, vectors))
            vectors /= 2;
        return Reducible(region, target, LaneSegment.Fit(vectors, region.Length, target));
    }

    /// <summary>A reduction adds into 16 logical lanes, so its tiles are whole blocks.</summary>
    private static int Reducible(Region region, Target target, int vectors) =>
        region.Reductions.Count == 0 || target.Lanes == 1 ? vectors : Math.Max(vectors / target.VectorsPerBlock, 1) * target.VectorsPerBlock;
}
