using RnnCompiler.Compiler.Loops;
using RnnCompiler.Compiler.Targets;

namespace RnnCompiler.Compiler.Tiling;

/// <summary>Shape of a register tile of a region; its gates are the accumulators of the region.</summary>
/// <param name="Width">The number of rows or steps.</param>
/// <param name="Vectors">The number of vectors.</param>
/// <param name="ChainPasses">
/// The number of passes over k, 1 or 2: two passes add to half of the reduction chains each, so that a tile has registers for more rows.
/// </param>
internal sealed record TileShape(int Width, int Vectors, int ChainPasses = 1)
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
            return Narrow(region, axis, target);
        int vectors = sums >= 3 ? 1 : sums == 2 ? 2 : 4;
        vectors = ForReductions(region, target, LaneSegment.Fit(vectors, region.Length, target));
        int width = MaxRows;
        while (width > 1 && ChainPassesThatFit(region, axis, width, vectors, target) is null)
            width /= 2;
        while (width > 1 && !EpilogueScratch.CanOutline(region) && !JitBudget.FitsTile(region, width * vectors))
            width /= 2;
        return new TileShape(width, vectors, ChainPassesThatFit(region, axis, width, vectors, target) ?? 1);
    }

    /// <summary>Whether a row has enough work for tiles of several rows.</summary>
    public static bool IsWorthSeveralRows(Region region) => MultiplyAdds(region) >= MinMultiplyAddsForRowBlocking;

    /// <summary>Chooses the tile for one row: enough accumulators, fed by one broadcast, to hide the latency of a multiply-add.</summary>
    public static TileShape Narrow(Region region, LoopAxis axis, Target target)
    {
        int sums = region.Accumulations.Count;
        if (sums == 0)
            return new TileShape(1, ElementwiseVectors(region, target));

        // Loads of weights from beyond the L1 cache take longer than multiply-adds, and smaller blocks of weights are found in the cache again more often.
        int needed = CacheModel.OutgrowsFirstLevel(region) && !CacheModel.IsReduced(region) ? 4 : 8;
        int vectors = target.Lanes == 1 ? 1 : Math.Max(1, needed / (sums * ReductionChains.Of(region, axis)));

        // A block of weights is one cache line for each gate, which a tile should consume whole rather than fetch twice.
        if (needed == 4 && target.Lanes > 1)
            vectors = Math.Max(vectors, Math.Min(target.VectorsPerBlock, Math.Max(1, 8 / sums)));
        while (vectors > 1 && !JitBudget.FitsTile(region, vectors))
            vectors /= 2;
        return new TileShape(1, ForReductions(region, target, LaneSegment.Fit(vectors, region.Length, target)));
    }

    /// <summary>
    /// Gets the passes over k with which the accumulators of a tile fit into the registers; null if they do not. Of four chains, the second pass keeps the sum of
    /// the first two in one register, so that it needs three.
    /// </summary>
    private static int? ChainPassesThatFit(Region region, LoopAxis axis, int width, int vectors, Target target)
    {
        int sums = region.Accumulations.Count * vectors;
        int chains = ReductionChains.Of(region, axis);
        bool isReduced = CacheModel.IsReduced(region);

        // One broadcast; weights in reduced precision take three more: a word, the extracted half, and a mask.
        int beside = sums + (isReduced ? 4 : 1);
        if ((width * sums * chains) + beside <= target.Registers)
            return 1;
        return chains == 4 && !isReduced && (width * sums * 3) + beside <= target.Registers ? 2 : null;
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
