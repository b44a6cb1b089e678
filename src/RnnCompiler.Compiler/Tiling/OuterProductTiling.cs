using RnnCompiler.Compiler.Loops;
using RnnCompiler.Compiler.Packing;
using RnnCompiler.Compiler.Targets;

namespace RnnCompiler.Compiler.Tiling;

/// <summary>
/// Tile selection for weight gradients. A tile of columns × gates is held in registers during the loops over rows and steps, whose order is fixed, so that a
/// sum has the same bits for every vector width. With row blocking, all columns of a block of lanes process a block of rows while it is in the L2 cache;
/// between blocks of rows the partial sums are stored in the gradient.
/// </summary>
internal static class OuterProductTiling
{
    private const int MaxColumns = 8;

    /// <summary>Columns of a weight above which the cost of a tile for the remainder is negligible.</summary>
    private const int NegligibleRemainderColumns = 64;

    /// <summary>Plans a weight gradient.</summary>
    public static OuterProductPlan Plan(OuterProductNest nest, Target target, CallShape calls)
    {
        SlicePlacement weight = nest.Terms[0].Weight.Slice;
        int gates = nest.Terms.Count;
        int wanted = gates >= 3 || target.Lanes == 1 ? 1 : gates == 2 ? 2 : 4;
        int vectors = LaneSegment.Fit(wanted, weight.Rows, target);
        int most = Math.Max(1, Math.Min(MaxColumns, (target.Registers - (gates * vectors) - 2) / (gates * vectors)));
        int columns = Columns(weight.Columns, most);
        int rows = nest.OverTime && !calls.SingleRow && weight.Columns > 1 ? RowBlock(nest, vectors, target) : 0;
        string text = FormattableString.Invariant(
            $"tile: {columns} columns × {gates} gate{(gates == 1 ? "" : "s")} × {vectors} vector{(vectors == 1 ? "" : "s")}, summed over ")
            + FormattableString.Invariant($"rows{(nest.OverTime ? ", then steps" : "")}");
        if (rows > 0)
            text += FormattableString.Invariant($", {rows} row{(rows == 1 ? "" : "s")} at a time for all columns");
        return new OuterProductPlan(columns, rows, LaneSegment.Cover(weight.Rows, vectors, target)) { Text = [.. nest.Text, text] };
    }

    /// <summary>Plans a sum of outer products that is a matrix of each row: a tile of steps of the result × vectors is held in registers.</summary>
    public static OuterProductPlan Plan(OuterSumNest nest, Target target)
    {
        int vectors = LaneSegment.Fit(target.Lanes == 1 ? 1 : 4, nest.Target.Length, target);
        int steps = Math.Max(1, Math.Min(MaxColumns, (target.Registers - vectors - 2) / vectors));
        string text = FormattableString.Invariant(
            $"tile: {steps} step{(steps == 1 ? "" : "s")} × {vectors} vector{(vectors == 1 ? "" : "s")}{(nest.OverTime ? ", summed over steps" : "")}");
        return new OuterProductPlan(steps, 0, LaneSegment.Cover(nest.Target.Length, vectors, target)) { Text = [.. nest.Text, text] };
    }

    /// <summary>
    /// Chooses the columns of a tile: as many as registers allow, or, if there are few columns in total, at least half as many that divide them evenly and so
    /// save a tile for the remainder.
    /// </summary>
    private static int Columns(int all, int most)
    {
        most = Math.Min(most, all);
        int even = most;
        while (all % even != 0)
            even--;
        return even * 2 >= most && all < NegligibleRemainderColumns ? even : most;
    }

    /// <summary>Computes the rows whose deltas for one block of lanes, and whose operands, fit into the L2 cache.</summary>
    private static int RowBlock(OuterProductNest nest, int vectors, Target target)
    {
        long deltas = (long)nest.Terms.Count * Math.Max(Target.Block, vectors * target.Lanes);
        return CacheModel.RowsInSecondLevel(nest.Terms[0].Delta.Buffer.Slots * (deltas + Target.Pad(nest.Operand.Length)));
    }
}
