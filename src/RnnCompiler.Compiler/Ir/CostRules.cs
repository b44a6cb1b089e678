using static RnnCompiler.Compiler.Ir.OperationKind;

namespace RnnCompiler.Compiler.Ir;

/// <summary>What something costs one example, in operations on numbers.</summary>
/// <param name="MultiplyAdds">Multiplications each with its addition, in products with matrices.</param>
/// <param name="Elementary">Additions, multiplications, divisions, comparisons and the like on single elements.</param>
/// <param name="Transcendental">Exponentials, logarithms, roots, sigmoids and hyperbolic tangents.</param>
public readonly record struct OperationCost(long MultiplyAdds, long Elementary, long Transcendental)
{
    /// <summary>The cost of both.</summary>
    public static OperationCost operator +(OperationCost a, OperationCost b) =>
        new(a.MultiplyAdds + b.MultiplyAdds, a.Elementary + b.Elementary, a.Transcendental + b.Transcendental);

    /// <summary>The cost of as many times the same.</summary>
    public static OperationCost operator *(long times, OperationCost cost) =>
        new(times * cost.MultiplyAdds, times * cost.Elementary, times * cost.Transcendental);
}

/// <summary>The table of costs: one row for each operation. Moving and clearing memory counts as nothing.</summary>
public static class CostRules
{
    /// <summary>What all equations of a function cost.</summary>
    public static OperationCost Of(Function function) =>
        function.Equations.Aggregate(default(OperationCost), static (total, equation) => total + Of(equation));

    /// <summary>What an equation costs; a scan costs its body at every step, and the additions of its sums.</summary>
    /// <exception cref="NotSupportedException">The operation has no row.</exception>
    public static OperationCost Of(Equation equation)
    {
        long results = equation.Results.Sum(static r => r.Type.ElementCount);
        long operand = equation.Operands.Count == 0 ? 0 : equation.Operands[0].Type.ElementCount;
        return equation.Kind switch
        {
            Constant or Broadcast or Slice or Concat or Gather or ScatterAdd or OneHot or TakeStep or PlaceStep => default,
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
