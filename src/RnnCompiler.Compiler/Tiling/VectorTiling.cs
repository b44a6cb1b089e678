using RnnCompiler.Compiler.Targets;

namespace RnnCompiler.Compiler.Tiling;

/// <summary>Tile selection for nests that add vectors: up to four vectors, which hide the latency of an addition.</summary>
internal static class VectorTiling
{
    private const int VectorsPerTile = 4;

    /// <summary>Plans the addition of vectors of a length.</summary>
    public static VectorPlan Plan(int length, IReadOnlyList<string> text, Target target)
    {
        int vectors = LaneSegment.Fit(VectorsPerTile, length, target);
        string tile = FormattableString.Invariant($"tile: {vectors} vector{(vectors == 1 ? "" : "s")} of {target.Lanes} lane{(target.Lanes == 1 ? "" : "s")}");
        return new VectorPlan(LaneSegment.Cover(length, vectors, target)) { Text = [.. text, tile] };
    }
}
