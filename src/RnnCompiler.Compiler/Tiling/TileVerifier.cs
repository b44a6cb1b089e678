using RnnCompiler.Compiler.Loops;
using RnnCompiler.Compiler.Targets;

namespace RnnCompiler.Compiler.Tiling;

/// <summary>
/// Verifier of tile plans: each nest with tiles has a plan of its kind, the tiles of a pass cover each lane once, each product is in one loop over k, and unroll
/// factors are multiples of the reduction chains.
/// </summary>
internal static class TileVerifier
{
    /// <summary>Verifies the plans of a program.</summary>
    /// <exception cref="InvalidOperationException">A plan is not well formed.</exception>
    public static void Verify(LoopProgram program, Target target, TileSelection tiles)
    {
        foreach (RegionNest nest in program.Regions)
        {
            RegionPlan plan = tiles.Of<RegionPlan>(nest);
            Check(nest.Region, plan.Narrow, plan.Chains, target);
            if (plan.Wide is { } wide)
                Check(nest.Region, wide, plan.Chains, target);
        }

        foreach (LoopNest nest in program.Nests)
        {
            switch (nest)
            {
                case OuterProductNest outer:
                    Cover(outer.Terms[0].Weight.Slice.Rows, tiles.Of<OuterProductPlan>(outer).Segments, target, outer.Terms[0].Weight.Slice.Weight);
                    break;
                case SumNest sum:
                    Cover(sum.Source.Length, tiles.Of<VectorPlan>(sum).Segments, target, sum.Source.Buffer.Name);
                    break;
                case ScatterNest scatter:
                    Cover(scatter.Weight.Slice.Columns, tiles.Of<VectorPlan>(scatter).Segments, target, scatter.Weight.Slice.Weight);
                    break;
                case TimeLoop loop:
                    if (tiles.Of<TimePlan>(loop).UnrollFactor < 1)
                        throw Wrong("a time loop", "an unroll factor of at least 1");
                    break;
                case OuterSumNest outer:
                    Cover(outer.Target.Length, tiles.Of<OuterProductPlan>(outer).Segments, target, outer.Target.Buffer.Name);
                    break;
                case RegionNest or ZeroNest or TransposeNest:
                    break;
                default:
                    throw new InvalidOperationException($"A {nest.GetType().Name} has no rule for its tiles.");
            }
        }
    }

    private static void Check(Region region, TilePass pass, int chains, Target target)
    {
        string place = $"the region of {string.Join(", ", region.Stores.Select(static s => s.Target.Buffer.Name).Distinct())}";
        Cover(region.Length, pass.Segments.Select(static s => s.Lanes), target, place);
        bool wholeBlocks = region.Reductions.Count == 0 || target.Lanes == 1 || pass.Vectors % target.VectorsPerBlock == 0;
        if (!wholeBlocks)
            throw Wrong(place, $"vectors of whole blocks for a reduction, found {pass.Vectors}");
        foreach (TileSegment segment in pass.Segments)
        {
            if (segment.Products.Sum(static p => p.Gates.Count) != region.Products.Count())
                throw Wrong(place, "each product in one loop over k");
            foreach (ProductPlan product in segment.Products)
            {
                if (!product.Gates.All(g => SharesPanel(g.Product, product.Gates[0].Product)))
                    throw Wrong(place, "one operand and one panel in a loop over k");
                if (product.Chains < 1 || product.Chains > chains)
                    throw Wrong(place, $"at most {chains} chains, found {product.Chains}");
                if (product.ChainPasses < 1 || product.Chains % product.ChainPasses != 0)
                    throw Wrong(place, $"equal parts of {product.Chains} chains, found {product.ChainPasses} passes");
                if (product.Unroll % product.Chains != 0)
                    throw Wrong(place, $"an unroll factor that is a multiple of {product.Chains} chains, found {product.Unroll}");
            }
        }
    }

    private static bool SharesPanel(Product a, Product b) => a.Operand == b.Operand && (a, b) switch
    {
        (WeightProduct first, WeightProduct second) => first.Weight.GroupOffset == second.Weight.GroupOffset,
        _ => a == b,
    };

    /// <summary>Checks that segments cover each lane of a vector once, and no lane beyond its last vector.</summary>
    private static void Cover(int length, IEnumerable<LaneSegment> segments, Target target, string place)
    {
        bool[] covered = new bool[Target.Pad(length)];
        foreach (LaneSegment segment in segments)
        {
            for (int block = segment.FirstBlock; block + segment.BlockStep <= segment.EndBlock; block += segment.BlockStep)
            {
                for (int lane = 0; lane < segment.LaneEnd; lane += segment.LaneStep)
                {
                    foreach (LaneVector vector in segment.Vectors)
                    {
                        int first = (block * Target.Block) + lane + vector.Offset;
                        if (vector.Count < 1 || vector.Count > target.Lanes || first + vector.Count > covered.Length)
                            throw Wrong(place, $"vectors within {length} lanes");
                        for (int i = first; i < first + vector.Count; i++)
                        {
                            if (covered[i])
                                throw Wrong(place, $"lane {i} in one tile");
                            covered[i] = true;
                        }
                    }
                }
            }
        }

        if (Array.IndexOf(covered, false, 0, length) >= 0)
            throw Wrong(place, $"each of {length} lanes in a tile");
    }

    private static InvalidOperationException Wrong(string place, string expected) => new($"The tiles of {place}: expected {expected}.");
}
