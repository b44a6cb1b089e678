using RnnCompiler.Compiler.Declarations;

namespace RnnCompiler.Compiler.Tiling;

/// <summary>
/// How loops over time are unrolled: as the declaration asks. <see cref="Unroll.Auto"/> does not unroll, since no factor gained anything that could be
/// measured for cells of 1 to 64 units, and eight copies of a small LSTM took a fifth longer.
/// </summary>
internal static class TimeTiling
{
    /// <summary>The plan that a declaration asks for.</summary>
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
