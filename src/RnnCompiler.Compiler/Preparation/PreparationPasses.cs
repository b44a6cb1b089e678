using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Optimization;
using RnnCompiler.Compiler.Passes;

namespace RnnCompiler.Compiler.Preparation;

/// <summary>
/// Passes from IR to IR that prepare a function for scheduling, in order. They leave only primitive operations. A recurrent scan then has only what the
/// recurrence needs: products that depend on no carry are maps over time before it, weight gradients and products that no carry depends on are maps after it.
/// </summary>
internal static class PreparationPasses
{
    private static readonly Pass s_decompose = new("decompose losses", LossDecomposition.Run);
    private static readonly Pass s_order = new("order sums", SumOrdering.Run);
    private static readonly Pass s_fuse = new("fuse loops", ScanFusion.Run);
    private static readonly Pass s_split = new("split loops", static function => LoopFission.Run(function));

    /// <summary>Prepares a function.</summary>
    /// <param name="runner">The runner, which verifies each stage and passes it to the observer.</param>
    /// <param name="function">An optimised function.</param>
    /// <param name="fusesLoops">Whether small recurrent scans become one.</param>
    public static Function Run(PassRunner runner, Function function, bool fusesLoops = false)
    {
        function = runner.Run(s_decompose, function);
        function = OptimizationPasses.ToFixedPoint(runner, function); // hoists invariants and merges common subexpressions of the losses
        function = runner.Run(s_order, function);
        if (fusesLoops)
            function = runner.Run(s_fuse, function);
        function = runner.Run(s_split, function);
        return OptimizationPasses.Run(runner, function);
    }
}
