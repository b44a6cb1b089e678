using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Optimization;

namespace RnnCompiler.Compiler.Preparation;

/// <summary>
/// Takes out of each recurrent scan what the recurrence does not need. Products whose operand does not depend on a carry, with what is made of them,
/// become a map over time before the scan; sums over time (weight gradients) and products that feed no carry (input gradients) become maps after it.
/// A map over time is one matrix product over all steps; a step of a scan can only ever be a matrix-vector product.
/// </summary>
public static class LoopFission
{
    /// <summary>Products with fewer elements in their operand stay in the loop: a pass over memory would cost more than they do.</summary>
    public const int DefaultThreshold = 8;

    /// <summary>The function with its recurrent scans split.</summary>
    /// <param name="function">A function whose losses are decomposed.</param>
    /// <param name="threshold">The least number of elements that the operand of a product has which leaves the loop.</param>
    public static Function Run(Function function, int threshold = DefaultThreshold)
    {
        Dictionary<Value, string> names = [];
        Function split = Rewriter.Run(function, (rewriter, equation) =>
            equation.Operation is ScanOperation { Carries: > 0 } scan
            && CanSplit(scan.Body)
            && new ScanSplitter(rewriter, equation, scan, threshold, names).Run());

        // The parts share values with the body that they were cut from.
        return ReferenceEquals(split, function) ? function : Renumbering.Run(split, names);
    }

    /// <summary>A matrix that is carried cannot be stacked for a later loop, and a scan within a scan stays whole.</summary>
    private static bool CanSplit(Function body) =>
        body.ParametersOf(ParameterRole.Carry).All(static c => c.Type.Rank <= 1) && body.Equations.All(static e => e.Kind != OperationKind.Scan);
}
