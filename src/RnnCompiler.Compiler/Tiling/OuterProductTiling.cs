using RnnCompiler.Compiler.Loops;
using RnnCompiler.Compiler.Packing;
using RnnCompiler.Compiler.Targets;

namespace RnnCompiler.Compiler.Tiling;

/// <summary>
/// Tiles of weight gradients: columns × gates stay in registers while rows, then steps, go by in one fixed order, so that a sum has the same bits for
/// every vector width. All columns of a block of lanes take a block of rows while it is in the second-level cache; in between the partial sums lie in
/// the gradient.
/// </summary>
internal static class OuterProductTiling
{
    private const int MostColumns = 8;

    /// <summary>Columns of a weight from which a tile for the rest costs next to nothing.</summary>
    private const int ManyColumns = 64;

    /// <summary>Plans a weight gradient.</summary>
    public static OuterProductPlan Plan(OuterProductNest nest, Target target, CallShape calls)
    {
        SlicePlacement weight = nest.Terms[0].Weight.Slice;
        int gates = nest.Terms.Count;
        int wanted = gates >= 3 || target.Lanes == 1 ? 1 : gates == 2 ? 2 : 4;
        int vectors = LaneSegment.Fit(wanted, weight.Rows, target);
        int most = Math.Max(1, Math.Min(MostColumns, (target.Registers - (gates * vectors) - 2) / (gates * vectors)));
        int columns = Columns(weight.Columns, most);
        int rows = nest.OverTime && !calls.SingleRow && weight.Columns > 1 ? RowBlock(nest, vectors, target) : 0;
        string text = FormattableString.Invariant(
            $"tile: {columns} columns × {gates} gate{(gates == 1 ? "" : "s")} × {vectors} vector{(vectors == 1 ? "" : "s")}, summed over rows{(nest.OverTime ? ", then steps" : "")}");
        if (rows > 0)
            text += FormattableString.Invariant($", {rows} row{(rows == 1 ? "" : "s")} at a time for all columns");
        return new OuterProductPlan(columns, rows, LaneSegment.Cover(weight.Rows, vectors, target)) { Text = [.. nest.Text, text] };
    }

    /// <summary>As many columns as registers allow; for few columns somewhat fewer, if those divide them evenly and save a tile for the rest.</summary>
    private static int Columns(int all, int most)
    {
        most = Math.Min(most, all);
        int even = most;
        while (all % even != 0)
            even--;
        return even * 2 >= most && all < ManyColumns ? even : most;
    }

    /// <summary>Rows whose deltas of one block of lanes, and whose operands, stay in the cache while all columns take them.</summary>
    private static int RowBlock(OuterProductNest nest, int vectors, Target target)
    {
        long deltas = (long)nest.Terms.Count * Math.Max(Target.Block, vectors * target.Lanes);
        return CacheModel.RowsInSecondLevel(nest.Terms[0].Delta.Buffer.Slots * (deltas + Target.Pad(nest.Operand.Length)));
    }
}
