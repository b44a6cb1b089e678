using RnnCompiler.Compiler.Loops;
using RnnCompiler.Compiler.Targets;

namespace RnnCompiler.Compiler.Tiling;

/// <summary>
/// Memory through which tiles of several rows hand their sums to the epilogue, where that has functions that are many instructions. The
/// epilogue is then a method of its own: within one method the JIT compiler keeps the constants of the functions in registers across the
/// loop over k, and spills the accumulators there.
/// </summary>
internal static class SumSpreading
{
    /// <summary>Gives each nest that needs it a buffer; returns the schedule with these buffers among its own.</summary>
    /// <param name="schedule">The schedule of a function.</param>
    /// <param name="byLanes">Whether threads may share out the lanes of a row: at one time they then have several tiles of a nest in work.</param>
    public static FunctionSchedule Attach(FunctionSchedule schedule, bool byLanes)
    {
        List<TensorBuffer> buffers = [];
        foreach (RegionNest nest in schedule.Groups.SelectMany(static g => g.Nests).SelectMany(RegionNests.Of))
        {
            if (nest.Axis != TileAxis.Rows || !Applies(nest.Region))
                continue;
            int lanes = Target.All.Select(t => (Target: t, Shape: TileShape.Wide(nest.Region, t)))
                .Where(static s => s.Shape.Width > 1).Select(static s => s.Shape.Vectors * s.Target.Lanes).DefaultIfEmpty(0).Max();
            if (lanes == 0)
                continue;
            if (byLanes)
                lanes = Math.Max(lanes, Target.Pad(nest.Region.Length));
            nest.Sums = new TensorBuffer("sums", MemorySpace.Workspace, nest.Region.Accumulations.Count * lanes, 1, padded: true);
            buffers.Add(nest.Sums);
        }

        return schedule with { Workspace = [.. schedule.Workspace, .. buffers] };
    }

    /// <summary>
    /// Whether a tile spreads its sums: one of several rows does; one of one row where its sums take half of few registers, which the constants of
    /// the epilogue would crowd out.
    /// </summary>
    public static bool Spreads(Region region, int width, int vectors, Target target) =>
        width > 1 || (target.Lanes > 1 && 2 * vectors * region.Accumulations.Count * SumChains.Of(region) >= target.Registers && target.Registers <= 16);

    /// <summary>Whether wide tiles of a region spread their sums. A reduction keeps registers for each element, so its tiles do not.</summary>
    public static bool Applies(Region region) => region.Accumulations.Count > 0 && region.Reductions.Count == 0 && JitBudget.InlinedCalls(region) > 0;
}
