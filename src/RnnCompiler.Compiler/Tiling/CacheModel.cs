using RnnCompiler.Compiler.Loops;
using RnnCompiler.Compiler.Packing;
using RnnCompiler.Compiler.Targets;

namespace RnnCompiler.Compiler.Tiling;

/// <summary>The caches that tiles are chosen for, the same for every machine, so that a program is too.</summary>
internal static class CacheModel
{
    /// <summary>Bytes of weights that stay in a first-level cache of 32 KiB beside states and inputs.</summary>
    private const int FirstLevelBytes = 24 * 1024;

    /// <summary>Bytes of operands that stay in a second-level cache of 512 KiB beside everything else.</summary>
    private const int SecondLevelBytes = 384 * 1024;

    /// <summary>Bytes of weights that stay in the caches of one core: a second level of 1 MiB, as servers have.</summary>
    private const long CoreBytes = 1024 * 1024;

    /// <summary>Whether the weights of regions come from beyond one core's own caches at each step.</summary>
    public static bool OutgrowsCore(IEnumerable<Region> regions) => regions.Sum(WeightBytes) > CoreBytes;

    /// <summary>Whether the weights of a region are too many to stay in the first-level cache from one step to the next.</summary>
    public static bool OutgrowsFirstLevel(Region region) => WeightBytes(region) > FirstLevelBytes;

    /// <summary>Rows that stay in the second-level cache.</summary>
    /// <param name="floatsPerRow">Floats of a row.</param>
    public static int RowsInSecondLevel(long floatsPerRow) => (int)Math.Max(1, SecondLevelBytes / (floatsPerRow * sizeof(float)));

    /// <summary>Bytes of all weights that one pass over a region reads.</summary>
    public static long WeightBytes(Region region) => region.Products.Sum(p => (long)Target.Pad(region.Length) * p.Depth * BytesOf(p.Weight.Reduced));

    /// <summary>Whether any of them are in reduced precision or quantised.</summary>
    public static bool IsReduced(Region region) => region.Products.Any(static p => p.Weight.Reduced is not null);

    private static int BytesOf(ReducedPanelPlacement? reduced) => reduced?.Format switch
    {
        null or WeightFormat.Float32 => sizeof(float),
        WeightFormat.BFloat16 => sizeof(float) / 2,
        WeightFormat.Int8 => 1,
        _ => throw new InvalidOperationException($"{reduced!.Format} has no size."),
    };
}
