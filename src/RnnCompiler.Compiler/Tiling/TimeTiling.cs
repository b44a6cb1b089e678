using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Compiler.Loops;
using RnnCompiler.Compiler.Targets;

namespace RnnCompiler.Compiler.Tiling;

/// <summary>
/// Plans of loops over time: unrolling, as declared, and what stays in registers. <see cref="Unroll.Auto"/> does not unroll: for cells of 1 to 64 units no factor
/// was measurably faster, and a factor of 8 made a small LSTM 20 % slower.
/// </summary>
internal static class TimeTiling
{
    /// <summary>Plans a recurrence: the declared unrolling, and the carries that stay in registers if there is a single row.</summary>
    /// <param name="loop">The recurrence.</param>
    /// <param name="body">The plans of the regions of its body, in order.</param>
    /// <param name="target">The target.</param>
    /// <param name="calls">The shape of the calls.</param>
    public static TimePlan Plan(TimeLoop loop, IReadOnlyList<RegionPlan> body, Target target, CallShape calls)
    {
        if (!calls.IsOftenSingleRow || calls.SingleRow || calls.Time.UnrollFactor > 1)
            return calls.Time;
        IReadOnlyList<LoopBuffer> resident = ResidentCarries.Of(loop, body, target);
        return resident.Count == 0
            ? calls.Time
            : calls.Time with { Resident = resident, Handed = HandedValues.Of([.. loop.Body.Select(static nest => nest.Region)], body, target, resident) };
    }

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
