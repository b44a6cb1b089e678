using RnnCompiler.Compiler.Loops;
using RnnCompiler.Compiler.Packing;
using RnnCompiler.Compiler.Targets;

namespace RnnCompiler.Compiler.Tiling;

/// <summary>
/// Tile selection for regions. Tiles of several rows share each loaded weight; a tile of one row needs enough accumulators to hide the latency of a
/// multiply-add.
/// </summary>
internal static class RegionTiling
{
    /// <summary>Trip count of the loop over k times accumulators up to which the loop is unrolled completely.</summary>
    private const int FullUnrollLimit = 24;

    /// <summary>Chooses the tiles of a region.</summary>
    /// <param name="nest">The region and the axis that its tiles span.</param>
    /// <param name="target">The target.</param>
    /// <param name="calls">The shape of the calls.</param>
    /// <param name="isRecurrent">Whether it is in the body of a recurrence, or of the step of a stream, so that each step reads its weights again.</param>
    public static RegionPlan Plan(RegionNest nest, Target target, CallShape calls, bool isRecurrent)
    {
        Region region = nest.Region;
        int chains = ReductionChains.Of(region, nest.Axis);
        TileShape wide = TileShape.Wide(region, nest.Axis, target);
        TileShape narrow = TileShape.Narrow(region, nest.Axis, target);
        bool oneRow = calls.SingleRow && nest.Axis == LoopAxis.Rows;
        bool isAlternating = isRecurrent && !calls.ByLanes && CacheModel.OutgrowsFirstLevel(region);
        bool rowsDiffer = region.DependsOnRowSteps || (nest.Axis == LoopAxis.Rows && region.MatrixProducts.Any());
        TilePass? several = !oneRow && wide.Width > 1 && !rowsDiffer ? Pass(nest, wide, target) : null;
        TilePass one = Pass(nest, narrow, target);
        return new RegionPlan
        {
            Wide = several,
            Narrow = one,
            Chains = chains,
            IsAlternating = isAlternating,
            Text = [.. region.Text, Text(nest.Axis, several, one, target, chains), .. OrderText(region, isAlternating)],
        };
    }

    private static TilePass Pass(RegionNest nest, TileShape shape, Target target) => new(
        shape.Width,
        shape.Vectors,
        [
            .. LaneSegment.Cover(CoveredLanes(nest.Region, target), shape.Vectors, target).Select(lanes => new TileSegment(
                lanes,
                nest.Scratch is not null && EpilogueScratch.IsOutlined(nest, shape.Width, lanes.Vectors.Count, target),
                Products(nest, shape with { Vectors = lanes.Vectors.Count }, target))),
        ]);

    /// <summary>
    /// Computes the number of lanes that tiles cover. If all memory is padded, the last vector is computed whole, in the same loop as the others, and its
    /// surplus lanes are stored to padding. Memory of callers and reductions end at the last element.
    /// </summary>
    private static int CoveredLanes(Region region, Target target)
    {
        bool padded = region.Reductions.Count == 0
            && region.Stores.All(static s => s.Target.OwnsItsBlocks)
            && region.ReadLaneByLane.All(v => v.IsReadableWhole(target.Lanes));
        return padded ? (region.Length + target.Lanes - 1) / target.Lanes * target.Lanes : region.Length;
    }

    /// <summary>Plans the loops over k: one for each operand and panel, in which all gates of the panel use each broadcast element of the operand.</summary>
    private static IReadOnlyList<ProductPlan> Products(RegionNest nest, TileShape shape, Target target)
    {
        Region region = nest.Region;
        List<GateProduct> open = [.. region.Accumulations.SelectMany(static (a, i) => a.Products.Select(p => new GateProduct(p, i)))];
        List<ProductPlan> plans = [];
        while (open.Count > 0)
        {
            Product first = open[0].Product;
            List<GateProduct> together = [.. open.Where(o => ShareLoop(first, o.Product))];
            open.RemoveAll(together.Contains);
            int chains = ReductionChains.Of(first, nest.Axis);
            int passes = chains > 1 ? shape.ChainPasses : 1;
            bool lanes = LaneBroadcasts.Pay(region, first, shape, target);
            int unroll = Unroll(first, together.Count * shape.Width * shape.Vectors, chains, wholly: lanes);
            plans.Add(new ProductPlan(together, chains, unroll, passes) { BroadcastsLanes = lanes });
        }

        return plans;
    }

    private static bool ShareLoop(Product a, Product b) =>
        a == b
        || (a is WeightProduct { Transposed: false } first && b is WeightProduct { Transposed: false } second && a.Operand == b.Operand && first.Columns == second.Columns
            && first.Weight.GroupOffset == second.Weight.GroupOffset && first.Weight.Reduced == second.Weight.Reduced);

    /// <summary>Chooses the unroll factor of a loop over k: with few accumulators the loop overhead needs several values of k to be amortised.</summary>
    private static int Unroll(Product product, int accumulators, int chains, bool wholly)
    {
        // The last iterations over the steps of a row add to the first chain, and their number has to be the same for each tile and target.
        if (product is MatrixProduct { OverSteps: true })
            return chains;
        wholly |= product.LoopLength * accumulators <= FullUnrollLimit || product.LoopLength == 1;
        int unroll = wholly ? product.LoopLength : accumulators <= 2 ? 4 : accumulators <= 4 ? 2 : 1;
        ReducedPanelPlacement? reduced = product is WeightProduct { Transposed: false } weight ? weight.Weight.Reduced : null;
        int multiple = Math.Max(chains, reduced?.ElementsPerWord ?? 1);
        return (unroll + multiple - 1) / multiple * multiple;
    }

    private static string Text(LoopAxis axis, TilePass? wide, TilePass narrow, Target target, int chains)
    {
        string chained = chains == 1 ? "" : FormattableString.Invariant($"; each sum over k in {chains} chains");
        string lanes = FormattableString.Invariant($" of {target.Lanes} lane{(target.Lanes == 1 ? "" : "s")}");
        return wide is null
            ? $"tile: {Text(narrow, axis, lanes)}{chained}"
            : $"tile: {Text(wide, axis, lanes)}; for the rest {Text(narrow, axis, "")}{chained}";
    }

    private static string Text(TilePass pass, LoopAxis axis, string lanes)
    {
        string what = axis == LoopAxis.Rows ? "row" : "step";
        string unroll = string.Join(" and ", pass.Segments.SelectMany(static s => s.Products).Select(static p => p.Unroll).Distinct().OrderByDescending(static u => u));
        bool outlines = pass.Segments.Any(static s => s.OutlinesEpilogue);
        string broadcasts = pass.Segments.SelectMany(static s => s.Products).Any(static p => p.BroadcastsLanes) ? ", an operand in registers" : "";
        string passes = pass.ChainPasses == 1 ? "" : FormattableString.Invariant($" in {pass.ChainPasses} passes");
        return FormattableString.Invariant($"{pass.Width} {what}{(pass.Width == 1 ? "" : "s")} × {pass.Vectors} vector{(pass.Vectors == 1 ? "" : "s")}{lanes}")
            + $"{(unroll.Length == 0 ? "" : $", k by {unroll}{passes}")}{broadcasts}{(outlines ? ", split epilogue" : "")}";
    }

    private static IEnumerable<string> OrderText(Region region, bool isAlternating) => !isAlternating
        ? []
        : [FormattableString.Invariant($"weights of {CacheModel.WeightBytes(region) / 1024} KiB: a tile of one row traverses the blocks in alternating order (boustrophedon), ")
            + "so that a step begins with what is still in the cache"];
}
