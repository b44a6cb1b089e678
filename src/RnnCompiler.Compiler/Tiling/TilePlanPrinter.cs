using System.Text;
using RnnCompiler.Compiler.Loops;

namespace RnnCompiler.Compiler.Tiling;

/// <summary>Printer of the tile plans of a program for one target: for each nest its equations, tiles and reasons.</summary>
public static class TilePlanPrinter
{
    /// <summary>Prints the plans of all nests in order.</summary>
    public static string Print(TileSelection tiles)
    {
        StringBuilder text = new();
        foreach (TilePlan plan in tiles.All.Select(static p => p.Value))
        {
            text.Append(plan switch
            {
                RegionPlan region => Region(region),
                OuterProductPlan outer =>
                    FormattableString.Invariant($"outer product: {outer.Columns} columns, {(outer.RowBlock == 0 ? "all rows" : $"{outer.RowBlock} rows at a time")}"),
                VectorPlan vectors => FormattableString.Invariant($"vectors: at most {vectors.Segments.Max(static s => s.Vectors.Count)} in a tile"),
                TimePlan time => FormattableString.Invariant($"time: {time.UnrollFactor} step{(time.UnrollFactor == 1 ? "" : "s")} an iteration")
                    + Names(", for a single row in registers: ", time.Resident) + Names(", handed on in registers: ", time.Handed),
                _ => throw new InvalidOperationException($"A {plan.GetType().Name} has no spelling."),
            }).Append('\n');
            foreach (string line in plan.Text)
                text.Append("  ; ").Append(line).Append('\n');
        }

        if (tiles.Handed.Count > 0)
            text.Append(Names("handed on in registers: ", tiles.Handed)).Append('\n');
        return text.ToString();
    }

    private static string Names(string what, IReadOnlyList<LoopBuffer> buffers) => buffers.Count == 0 ? "" : what + string.Join(", ", buffers.Select(static b => b.Name));

    private static string Region(RegionPlan plan) => FormattableString.Invariant(
        $"region: {(plan.Wide is null ? "" : Pass(plan.Wide) + ", the rest ")}{Pass(plan.Narrow)}, {plan.Chains} ")
        + FormattableString.Invariant($"chain{(plan.Chains == 1 ? "" : "s")}{(plan.IsAlternating ? ", blocks in alternating order" : "")}");

    private static string Pass(TilePass pass)
    {
        string unroll = string.Join(", ", pass.Segments.SelectMany(static s => s.Products).Select(static p => p.Unroll).Distinct());
        return FormattableString.Invariant(
            $"{pass.Width} × {pass.Vectors}{(unroll.Length == 0 ? "" : $" (k by {unroll})")}")
            + (pass.Segments.Any(static s => s.OutlinesEpilogue) ? " with a split epilogue" : "");
    }
}
