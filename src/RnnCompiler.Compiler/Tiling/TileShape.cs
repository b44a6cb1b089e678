using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Loops;
using RnnCompiler.Compiler.Targets;

namespace RnnCompiler.Compiler.Tiling;

/// <summary>A register tile.</summary>
/// <param name="Width">Rows or steps.</param>
/// <param name="Vectors">Vectors of lanes.</param>
internal sealed record TileShape(int Width, int Vectors)
{
    /// <summary>Multiply-adds of a row from which it pays to take several rows at a time: below, there are too few to repay the code.</summary>
    private const int WorthSeveralRows = 2048;

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
        vectors = Reducible(region, target, LaneTiling.Fit(vectors, region.Length, target));
        int width = 8;

        // One broadcast; and with reduced weights a word of them, the part that is taken out, and a mask.
        int beside = CacheFit.IsReduced(region) ? 4 : 1;
        while (width > 1 && (width * sums * vectors * SumChains.Of(region)) + (sums * vectors) + beside > target.Registers)
            width /= 2;
        while (width > 1 && !SumSpreading.Applies(region) && width * vectors * JitBudget.InlinedCalls(region) > JitBudget.InlinedCallsPerTile)
            width /= 2;
        return new TileShape(width, vectors);
    }

    /// <summary>Whether there is a tile for several rows.</summary>
    public static bool IsWorthSeveralRows(Region region) =>
        region.Length * region.Accumulations.Sum(static a => a.Products.Sum(static p => p.Depth)) >= WorthSeveralRows;

    /// <summary>The tile for one row: enough accumulators to hide the latency of a multiply-add, all fed by one broadcast.</summary>
    public static TileShape Narrow(Region region, Target target)
    {
        int sums = region.Accumulations.Count;
        if (sums == 0)
            return new TileShape(1, ElementwiseVectors(region, target));
        // Loads of weights that come from afar take longer than a multiply-add, and smaller pieces are used again more often.
        int enough = CacheFit.OutgrowsNearest(region) && !CacheFit.IsReduced(region) ? 4 : 8;
        int vectors = target.Lanes == 1 ? 1 : Math.Max(1, enough / (sums * SumChains.Of(region)));

        // A block of weights is a cache line for each gate: better taken whole than fetched again for its other half.
        if (enough == 4 && target.Lanes > 1)
            vectors = Math.Max(vectors, Math.Min(target.VectorsPerBlock, Math.Max(1, 8 / sums)));
        while (vectors > 1 && vectors * JitBudget.InlinedCalls(region) > JitBudget.InlinedCallsPerTile)
            vectors /= 2;
        return new TileShape(1, Reducible(region, target, LaneTiling.Fit(vectors, region.Length, target)));
    }

    private static int ElementwiseVectors(Region region, Target target)
    {
        if (target.Lanes == 1)
            return 1;
        int vectors = region.Elementwise.Count <= 2 ? 4 : region.Elementwise.Count <= 6 ? 2 : 1;
        while (vectors > 1 && vectors * JitBudget.InlinedCalls(region) > JitBudget.InlinedCallsPerTile)
            vectors /= 2;
        return Reducible(region, target, LaneTiling.Fit(vectors, region.Length, target));
    }

    /// <summary>A reduction adds into 16 logical lanes, so its tiles are whole blocks.</summary>
    private static int Reducible(Region region, Target target, int vectors) =>
        region.Reductions.Count == 0 || target.Lanes == 1 ? vectors : Math.Max(vectors / target.VectorsPerBlock, 1) * target.VectorsPerBlock;
}

/// <summary>
/// What the JIT compiler takes: past 20,000 IL instructions or 2,000 locals it stops optimising a method, and past some 300 calls that
/// it should inline it silently stops inlining. The budget stays far from both.
/// </summary>
internal static class JitBudget
{
    /// <summary>Inlined functions in one tile.</summary>
    public const int InlinedCallsPerTile = 40;

    /// <summary>Inlined functions in one method.</summary>
    public const int InlinedCallsPerMethod = 120;

    /// <summary>Statements of one method; each is up to some ten IL instructions.</summary>
    public const int StatementsPerMethod = 700;

    /// <summary>Functions of a region that are calls which the JIT compiler has to inline, for one vector.</summary>
    public static int InlinedCalls(Region region) => region.Elementwise.Sum(static e => e.Kind switch
    {
        OperationKind.Sigmoid or OperationKind.Tanh or OperationKind.Exp or OperationKind.Log or OperationKind.OneHot => 1,
        _ => 0,
    });
}
