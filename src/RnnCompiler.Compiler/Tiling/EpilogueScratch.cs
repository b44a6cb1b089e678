using RnnCompiler.Compiler.Loops;
using RnnCompiler.Compiler.Targets;

namespace RnnCompiler.Compiler.Tiling;

/// <summary>
/// Allocation of scratch for the accumulators of tiles whose epilogue is outlined. Its size is that of the largest such tile of any target, so that storage is
/// the same for all targets.
/// </summary>
internal static class EpilogueScratch
{
    /// <summary>Adds scratch to each region that needs it on at least one target.</summary>
    /// <param name="program">The program; its buffers are not placed yet.</param>
    /// <param name="byLanes">Whether threads may partition the lanes of a row, so that they compute several tiles of a nest at the same time.</param>
    public static LoopProgram Reserve(LoopProgram program, bool byLanes) => program.RewriteRegions((nest, reserved) =>
    {
        int lanes = Lanes(nest, byLanes);
        if (lanes == 0)
            return nest;
        LoopBuffer scratch = new("sums", MemorySpace.Workspace, nest.Region.Accumulations.Count * lanes, 1, isPadded: true);
        reserved.Add(scratch);
        return nest with { Scratch = scratch };
    });

    /// <summary>Whether tiles of several rows may outline the epilogue. A reduction has registers for each row, so its tiles do not.</summary>
    public static bool CanOutline(Region region) => region.Accumulations.Count > 0 && region.Reductions.Count == 0 && JitBudget.InlinedCalls(region) > 0;

    /// <summary>
    /// Whether a tile outlines the epilogue. A tile of several rows does. A tile of one row does if there are at most 16 registers and its accumulators take
    /// a third of them, since the constants of the epilogue would cause spills.
    /// </summary>
    public static bool IsOutlined(RegionNest nest, int width, int vectors, Target target) =>
        width > 1
        || (target.Lanes > 1 && 3 * vectors * nest.Region.Accumulations.Count * ReductionChains.Of(nest.Region, nest.Axis) >= target.Registers && target.Registers <= 16);

    /// <summary>Computes the lanes of scratch for each accumulator; 0 if no target needs any.</summary>
    private static int Lanes(RegionNest nest, bool byLanes)
    {
        if (nest.Axis != LoopAxis.Rows || !CanOutline(nest.Region))
            return 0;
        int lanes = Target.All.Select(t => (Target: t, Shape: TileShape.Wide(nest.Region, nest.Axis, t)))
            .Where(static s => s.Shape.Width > 1).Select(static s => s.Shape.Vectors * s.Target.Lanes).DefaultIfEmpty(0).Max();
        return lanes == 0 || !byLanes ? lanes : Math.Max(lanes, Target.Pad(nest.Region.Length));
    }
}
