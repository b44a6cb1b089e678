using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Passes;

namespace RnnCompiler.Compiler.Optimization;

/// <summary>Optimisation passes in order, repeated until a whole round changes nothing.</summary>
internal static class OptimizationPasses
{
    private static readonly IReadOnlyList<Pass> s_rounds =
    [
        new("fold constants", ConstantFolding.Run),
        new("simplify algebra", AlgebraicSimplification.Run),
        new("simplify scans", ScanSimplification.Run),
        new("hoist invariants", InvariantHoisting.Run),
        new("inline single steps", StepInlining.Run),
        new("merge common subexpressions", CommonSubexpressions.Run),
        new("remove dead code", DeadCode.Run),
    ];

    private static readonly Pass s_renumber = new("renumber", Renumbering.Run);

    /// <summary>Runs the passes to their fixed point, then renumbers the values in the order of the printed text.</summary>
    /// <param name="runner">The runner, which verifies each stage and passes it to the observer.</param>
    /// <param name="function">The function.</param>
    public static Function Run(PassRunner runner, Function function) => runner.Run(s_renumber, ToFixedPoint(runner, function));

    /// <summary>Runs the passes until none of them changes the function.</summary>
    /// <param name="runner">The runner, which verifies each stage and passes it to the observer.</param>
    /// <param name="function">The function.</param>
    public static Function ToFixedPoint(PassRunner runner, Function function) => runner.RunToFixpoint(s_rounds, function);
}
