using RnnCompiler.Compiler.Loops;
using RnnCompiler.Compiler.Packing;
using RnnCompiler.Compiler.Targets;

namespace RnnCompiler.Compiler.Tiling;

/// <summary>Where the weights of a region are found from one step to the next.</summary>
internal static class CacheFit
{
    /// <summary>What stays in a first-level cache of 32 KiB beside states and inputs.</summary>
    private const int NearestBytes = 24 * 1024;

    /// <summary>What stays in a second-level cache of 512 KiB beside what else is at hand.</summary>
    private const int SecondBytes = 384 * 1024;

    /// <summary>What one core's own caches hold of weights: a second level of 1 MiB, as servers have it.</summary>
    private const long CoreBytes = 1024 * 1024;

    /// <summary>Whether weights are so many that they come from beyond one core's own caches at each step.</summary>
    public static bool OutgrowsCore(IEnumerable<Region> regions) => regions.Sum(WeightBytes) > CoreBytes;

    /// <summary>Whether the weights are too many to stay in the first-level cache.</summary>
    public static bool OutgrowsNearest(Region region) => WeightBytes(region) > NearestBytes;

    /// <summary>How many rows to take at a time so that what is read again and again of them stays in the second-level cache.</summary>
    /// <param name="floatsPerRow">Floats of a row.</param>
    public static int Rows(long floatsPerRow) => (int)Math.Max(1, SecondBytes / (floatsPerRow * sizeof(float)));

    /// <summary>Bytes of all weights that a pass over the region reads.</summary>
    public static long WeightBytes(Region region) => region.Accumulations.SelectMany(static a => a.Products)
        .Sum(p => (long)Target.Pad(region.Length) * p.Depth * BytesOf(p.Weight.Reduced));

    /// <summary>Whether any of them are kept in fewer bits than a float.</summary>
    public static bool IsReduced(Region region) => region.Accumulations.Any(static a => a.Products.Any(static p => p.Weight.Reduced is not null));

    private static int BytesOf(ReducedPanelPlacement? reduced) => reduced?.Format switch
    {
        WeightFormat.BFloat16 => sizeof(float) / 2,
        WeightFormat.Int8 => 1,
        _ => sizeof(float),
    };
}
