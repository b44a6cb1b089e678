using static RnnCompiler.Compiler.Ir.OperationKind;

namespace RnnCompiler.Compiler.Ir;

/// <summary>Arithmetic cost for one example, in scalar operations.</summary>
/// <param name="MultiplyAdds">Multiply-add pairs of matrix products.</param>
/// <param name="Elementary">Additions, multiplications, divisions, comparisons and similar operations on single elements.</param>
/// <param name="Transcendental">Exponentials, logarithms, roots, sigmoids, hyperbolic tangents and sines.</param>
public readonly record struct OperationCost(long MultiplyAdds, long Elementary, long Transcendental)
{
    /// <summary>
    /// Multiply-adds that take as long: an addition counts as one, a transcendental function as ten. It is a lower bound of the time rather than its mean: vectors are taken
    /// to be full, and steps not to wait for one another.
    /// </summary>
    public long Work => MultiplyAdds + Elementary + (10 * Transcendental);

    /// <summary>Adds two costs.</summary>
    public static OperationCost operator +(OperationCost a, OperationCost b) =>
        new(a.MultiplyAdds + b.MultiplyAdds, a.Elementary + b.Elementary, a.Transcendental + b.Transcendental);

    /// <summary>Multiplies a cost by a repetition count.</summary>
    public static OperationCost operator *(long times, OperationCost cost) =>
        new(times * cost.MultiplyAdds, times * cost.Elementary, times * cost.Transcendental);
}

/// <summary>Table of costs: one row for each operation. Copying and clearing memory costs 0.</summary>
public static class CostRules
{
    /// <summary>Computes the cost of all equations of a function.</summary>
    public static OperationCost Of(Function function) =>
        function.Equations.Aggregate(default(OperationCost), static (total, equation) => total + Of(equation));

    /// <summary>Computes the cost of an equation. The cost of a scan is its length times its body and the additions of its sums.</summary>
    /// <exception cref="NotSupportedException">The operation has no row.</exception>
    public static OperationCost Of(Equation equation)
    {
        long results = equation.Results.Sum(static r => r.Type.ElementCount);
        long operand = equation.Operands.Count == 0 ? 0 : equation.Operands[0].Type.ElementCount;
        return equation.Kind switch
        {
            Constant or Broadcast or Slice or Concat or Gather or ScatterAdd or OneHot or TakeStep or PlaceStep
                or ReverseSteps or PadSteps or AllSteps or StepMask => default,
            MatVec or TransposedMatVec => new(operand, 0, 0),
            Outer => new(results, 0, 0),
            Sum or ReduceMax => new(0, operand - 1, 0),
            Mean => new(0, operand, 0),
            Softplus => new(0, 4 * results, 2 * results),
            Softmax => new(0, (4 * operand) - 2, operand), // the greatest, the differences, their sum, the quotients
            SoftmaxCrossEntropy => new(0, 3 * operand, operand + 1), // the greatest, the differences, their sum, two more to the loss
            SigmoidCrossEntropy => new(0, 6 * operand, 2 * operand),
            Scan => ScanCost((ScanOperation)equation.Operation),
            OperationKind kind when OperationTraits.Of(kind) is { IsElementwise: true } elementwise => elementwise.IsTranscendental ? new(0, 0, results) : new(0, results, 0),
            _ => throw new NotSupportedException($"{equation.Kind} has no row in the table of costs."),
        };
    }

    private static OperationCost ScanCost(ScanOperation scan)
    {
        long sums = scan.Body.Results.Skip(scan.Carries + scan.Outputs).Sum(static r => r.Value.Type.ElementCount);
        return scan.Length * (Of(scan.Body) + new OperationCost(0, sums, 0));
    }
}
