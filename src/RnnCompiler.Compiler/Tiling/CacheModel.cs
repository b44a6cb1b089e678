using RnnCompiler.Compiler.Loops;
using RnnCompiler.Compiler.Packing;
using RnnCompiler.Compiler.Targets;

namespace RnnCompiler.Compiler.Tiling;

/// <summary>Cache sizes that tiles are chosen for. They are the same for all machines, so that a program is too.</summary>
internal static class CacheModel
{
    /// <summary>Bytes of weights that fit into an L1 cache of 32 KiB beside states and inputs.</summary>
    private const int FirstLevelBytes = 24 * 1024;

    /// <summary>Bytes of operands that fit into an L2 cache of 512 KiB beside everything else.</summary>
    private const int SecondLevelBytes = 384 * 1024;

    /// <summary>Bytes of weights that fit into the private caches of one core: an L2 cache of 1 MiB, as in servers.</summary>
    private const long CoreBytes = 1024 * 1024;

    /// <summary>Whether the weights of regions exceed the private caches of a core, so that each step loads them from beyond.</summary>
    public static bool OutgrowsCore(IEnumerable<Region> regions) => regions.Sum(WeightBytes) > CoreBytes;

    /// <summary>Whether the weights of a region exceed the L1 cache, so that each step loads them from beyond.</summary>
    public static bool OutgrowsFirstLevel(Region region) => WeightBytes(region) > FirstLevelBytes;

    /// <summary>Gets the number of rows that fit into the L2 cache; at least 1.</summary>
    /// <param name="floatsPerRow">Floats of a row.</param>
    public static int RowsInSecondLevel(long floatsPerRow) => (int)Math.Max(1, SecondLevelBytes / (floatsPerRow * sizeof(float)));

    /// <summary>Computes the bytes of all weights, and of matrices of one row, that one pass over a region reads, padding included.</summary>
    public static long WeightBytes(Region region) => region.Products.Sum(p => (long)Target.Pad(region.Length) * p.Depth * BytesOf((p as WeightProduct)?.Weight.Reduced));

    /// <summary>Whether a region reads weights in reduced precision or quantised.</summary>
    public static bool IsReduced(Region region) => region.WeightProducts.Any(static p => p.Weight.Reduced is not null);

    private static int BytesOf(ReducedPanelPlacement? reduced) => reduced?.Format switch
    {
        null or WeightFormat.Float32 => sizeof(float),
        WeightFormat.BFloat16 => sizeof(float) / 2,
        WeightFormat.Int8 => 1,
        _ => throw new InvalidOperationException($"{reduced!.Format} has no size."),
    };
}
