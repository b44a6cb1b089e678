using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Passes;

namespace RnnCompiler.Compiler.Optimization;

/// <summary>The optimisation passes in their order. They run in rounds until a whole round changes nothing.</summary>
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

    /// <summary>Runs the passes to their fixed point, then numbers the values in the order of the text.</summary>
    /// <param name="runner">Verifies and shows each stage.</param>
    /// <param name="function">The function.</param>
    public static Function Run(PassRunner runner, Function function) => runner.Run(s_renumber, ToFixedPoint(runner, function));

    /// <summary>Runs the passes until none of them changes anything.</summary>
    /// <param name="runner">Verifies and shows each stage.</param>
    /// <param name="function">The function.</param>
    public static Function ToFixedPoint(PassRunner runner, Function function) => runner.RunToFixpoint(s_rounds, function);
}
