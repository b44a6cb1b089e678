using RnnCompiler.Compiler.Targets;

namespace RnnCompiler.Compiler.Packing;

/// <summary>Verifier of a layout of weights: each weight and copy lies within its memory, and no two weights begin at one place.</summary>
internal static class PackingVerifier
{
    /// <summary>Verifies a layout.</summary>
    /// <exception cref="InvalidOperationException">It is not well formed.</exception>
    public static void Verify(WeightPacking packing)
    {
        HashSet<int> starts = [];
        foreach (SlicePlacement slice in packing.Weights.Select(static w => w.Slice))
        {
            Require(starts.Add(slice.Offset), slice.Weight, "a place of its own", slice.Offset);
            Require(slice.Offset >= 0 && End(slice) <= packing.Size, slice.Weight, FormattableString.Invariant($"a place below {packing.Size}"), End(slice));
        }

        foreach (PanelPlacement panel in packing.Panels)
        {
            long end = panel.Offset + ((long)Target.Pad(panel.Source.Columns) * panel.Source.Rows);
            Require(end <= packing.PanelSize, panel.Source.Weight, FormattableString.Invariant($"a transposed copy below {packing.PanelSize}"), end);
        }
    }

    /// <summary>Computes one past the last float of a weight.</summary>
    private static long End(SlicePlacement slice) =>
        slice.Offset + ((long)((slice.Rows - 1) / Target.Block) * slice.BlockStride) + ((long)((slice.Rows - 1) % Target.Block) * slice.LaneStride)
        + ((long)(slice.Columns - 1) * slice.ColumnStride) + 1;

    private static void Require(bool holds, string weight, string expected, long found)
    {
        if (!holds)
            throw new InvalidOperationException(FormattableString.Invariant($"Weight {weight}: expected {expected}, found {found}."));
    }
}
