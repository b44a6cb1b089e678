using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Optimization;
using RnnCompiler.Compiler.Passes;

namespace RnnCompiler.Compiler.Preparation;

/// <summary>
/// The passes from IR to IR that serve scheduling, in their order. Afterwards only primitive operations are left, and a recurrent scan holds only what
/// recurs: products that need no carry are maps over time before it, weight gradients and products that feed no carry are maps after it.
/// </summary>
internal static class PreparationPasses
{
    private static readonly Pass s_decompose = new("decompose losses", LossDecomposition.Run);
    private static readonly Pass s_order = new("order sums", SumOrdering.Run);
    private static readonly Pass s_split = new("split loops", static function => LoopFission.Run(function));

    /// <summary>Prepares a function.</summary>
    /// <param name="runner">Verifies and shows each stage.</param>
    /// <param name="function">An optimised function.</param>
    public static Function Run(PassRunner runner, Function function)
    {
        function = runner.Run(s_decompose, function);
        function = OptimizationPasses.ToFixedPoint(runner, function); // hoists invariants, merges what the losses have in common
        function = runner.Run(s_order, function);
        function = runner.Run(s_split, function);
        return OptimizationPasses.Run(runner, function);
    }
}
