using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Optimization;

namespace RnnCompiler.Compiler.Preparation;

/// <summary>
/// Loop fission (distribution; Allen and Kennedy 2001) of recurrent scans. Products whose operand depends on no carry, and values computed from them, become a
/// map over time before the scan. Sums over time (weight gradients) and products that no carry depends on (input gradients) become maps after it. A map over
/// time is one matrix product over all steps, while a step of a scan is a matrix-vector product.
/// </summary>
public static class LoopFission
{
    /// <summary>Operand length below which a product stays in the loop: storing and loading its result would cost more than the product.</summary>
    public const int DefaultThreshold = 8;

    /// <summary>Splits the recurrent scans of a function.</summary>
    /// <param name="function">A function without compound operations.</param>
    /// <param name="threshold">The least operand length of a product that leaves the loop.</param>
    public static Function Run(Function function, int threshold = DefaultThreshold)
    {
        Dictionary<Value, string> names = [];
        Function split = Rewriter.Run(function, (rewriter, equation) =>
            equation.Operation is ScanOperation { Carries: > 0 } scan
            && CanSplit(scan.Body)
            && new ScanSplitter(rewriter, equation, scan, threshold, names).Run());

        // The resulting scans share values with the body that they were split from.
        return ReferenceEquals(split, function) ? function : Renumbering.Run(split, names);
    }

    /// <summary>Whether a body can be split: a carried matrix cannot be stacked for a later loop, and nested scans are not split.</summary>
    private static bool CanSplit(Function body) =>
        body.ParametersOf(ParameterRole.Carry).All(static c => c.Type.Rank <= 1) && body.Equations.All(static e => e.Kind != OperationKind.Scan);
}
