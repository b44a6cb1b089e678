using RnnCompiler.Compiler.Loops;
using RnnCompiler.Compiler.Targets;

namespace RnnCompiler.Compiler.Tiling;

/// <summary>Shape of a register tile of a region; its gates are the accumulators of the region.</summary>
/// <param name="Width">The number of rows or steps.</param>
/// <param name="Vectors">The number of vectors.</param>
internal sealed record TileShape(int Width, int Vectors)
{
    /// <summary>Multiply-adds of a row from which tiles of several rows pay for their code.</summary>
    public const int MinMultiplyAddsForRowBlocking = 2048;

    /// <summary>Multiply-adds of a step from which tiles of several steps pay for their code: a sequence has more steps than most batches have rows.</summary>
    private const int MinMultiplyAddsForStepBlocking = 512;

    private const int MaxRows = 8;

    /// <summary>
    /// Chooses the tile for several rows or steps: as many accumulators as registers allow beside one row of weights and one broadcast, so that several rows use each
    /// loaded weight.
    /// </summary>
    public static TileShape Wide(Region region, LoopAxis axis, Target target)
    {
        int sums = region.Accumulations.Count;
        if (MultiplyAdds(region) < (axis == LoopAxis.Steps ? MinMultiplyAddsForStepBlocking : MinMultiplyAddsForRowBlocking) || target.Lanes == 1)
            return Narrow(region, target);
        int vectors = sums >= 3 ? 1 : sums == 2 ? 2 : 4;
        vectors = ForReductions(region, target, LaneSegment.Fit(vectors, region.Length, target));
        int width = MaxRows;

        // One broadcast; weights in reduced precision take three more: a word, the extracted half, and a mask.
        int beside = CacheModel.IsReduced(region) ? 4 : 1;
        while (width > 1 && (width * sums * vectors * ReductionChains.Of(region)) + (sums * vectors) + beside > target.Registers)
            width /= 2;
        while (width > 1 && !EpilogueScratch.CanOutline(region) && !JitBudget.FitsTile(region, width * vectors))
            width /= 2;
        return new TileShape(width, vectors);
    }

    /// <summary>Whether a row has enough work for tiles of several rows.</summary>
    public static bool IsWorthSeveralRows(Region region) => MultiplyAdds(region) >= MinMultiplyAddsForRowBlocking;

    /// <summary>Chooses the tile for one row: enough accumulators, fed by one broadcast, to hide the latency of a multiply-add.</summary>
    public static TileShape Narrow(Region region, Target target)
    {
        int sums = region.Accumulations.Count;
        if (sums == 0)
            return new TileShape(1, ElementwiseVectors(region, target));

        // Loads of weights from beyond the L1 cache take longer than multiply-adds, and smaller blocks of weights are found in the cache again more often.
        int needed = CacheModel.OutgrowsFirstLevel(region) && !CacheModel.IsReduced(region) ? 4 : 8;
        int vectors = target.Lanes == 1 ? 1 : Math.Max(1, needed / (sums * ReductionChains.Of(region)));

        // A block of weights is one cache line for each gate, which a tile should consume whole rather than fetch twice.
        if (needed == 4 && target.Lanes > 1)
            vectors = Math.Max(vectors, Math.Min(target.VectorsPerBlock, Math.Max(1, 8 / sums)));
        while (vectors > 1 && !JitBudget.FitsTile(region, vectors))
            vectors /= 2;
        return new TileShape(1, ForReductions(region, target, LaneSegment.Fit(vectors, region.Length, target)));
    }

    private static int MultiplyAdds(Region region) => region.Length * region.Products.Sum(static p => p.Depth);

    private static int ElementwiseVectors(Region region, Target target)
    {
        if (target.Lanes == 1)
            return 1;
        int vectors = region.Elementwise.Count <= 2 ? 4 : region.Elementwise.Count <= 6 ? 2 : 1;
        while (vectors > 1 && !JitBudget.FitsTile(region, vectors))
            vectors /= 2;
        return ForReductions(region, target, LaneSegment.Fit(vectors, region.Length, target));
    }

    /// <summary>Rounds vectors to whole blocks if the region has reductions, which add into 16 logical lanes.</summary>
    private static int ForReductions(Region region, Target target, int vectors) =>
        region.Reductions.Count == 0 || target.Lanes == 1 ? vectors : Math.Max(vectors / target.VectorsPerBlock, 1) * target.VectorsPerBlock;
}
