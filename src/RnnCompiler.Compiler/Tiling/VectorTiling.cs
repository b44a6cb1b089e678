using RnnCompiler.Compiler.Targets;

namespace RnnCompiler.Compiler.Tiling;

/// <summary>Tile selection for nests that add vectors: up to four vectors, which hide the latency of an addition.</summary>
internal static class VectorTiling
{
    private const int VectorsPerTile = 4;

    /// <summary>Plans the addition of vectors of a length.</summary>
    public static VectorPlan Plan(int length, IReadOnlyList<string> text, Target target) =>
        new(LaneSegment.Cover(length, LaneSegment.Fit(VectorsPerTile, length, target), target)) { Text = text };
}
