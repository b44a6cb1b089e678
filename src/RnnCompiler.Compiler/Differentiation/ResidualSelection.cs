using RnnCompiler.Compiler.Ir;

namespace RnnCompiler.Compiler.Differentiation;

/// <summary>
/// Selects the residuals that a forward body stores for its transpose. Of the values that the backward body reads, cheap elementwise ones are recomputed
/// (rematerialised) if their operands are available; products and transcendental functions are stored (Chen, Xu, Zhang and Guestrin 2016). Matrices and
/// integers cannot be stacked over time, so they are always recomputed.
/// </summary>
internal static class ResidualSelection
{
    /// <summary>Selects the residuals, in the order of the body; carries come first.</summary>
    /// <param name="scan">The forward scan.</param>
    /// <param name="read">The values that the backward body reads.</param>
    /// <exception cref="NotSupportedException">The backward body reads a carry that is a matrix or an integer.</exception>
    public static IReadOnlyList<Value> Choose(ScanOperation scan, ISet<Value> read)
    {
        HashSet<Value> needed = WithOperandsOfUnstackable(scan.Body, read);
        List<Value> residuals = [];
        HashSet<Value> available = [.. scan.Body.Parameters.Skip(scan.Carries).Select(static p => p.Value)];
        foreach (Value carry in scan.Body.Parameters.Take(scan.Carries).Select(static p => p.Value).Where(needed.Contains))
        {
            Store(CanBeStacked(carry) ? carry
                : throw new NotSupportedException($"{scan.Body.Name} carries {carry}, but it cannot be stacked over time: expected a float scalar or vector."));
        }

        foreach (Equation equation in scan.Body.Equations)
        {
            foreach (Value result in equation.Results)
            {
                bool isRecomputed = (OperationTraits.Of(equation.Kind).IsCheap || !CanBeStacked(result)) && equation.Operands.All(available.Contains);
                if (isRecomputed)
                    available.Add(result);
                else if (needed.Contains(result) && CanBeStacked(result))
                    Store(result);
            }
        }

        return residuals;

        void Store(Value value)
        {
            residuals.Add(value);
            available.Add(value);
        }
    }

    private static bool CanBeStacked(Value value) => value.Type.Rank < 2 && value.Type.Element == ElementType.Float;

    /// <summary>Adds to the values that are read the operands from which unstackable ones are recomputed.</summary>
    private static HashSet<Value> WithOperandsOfUnstackable(Function body, ISet<Value> read)
    {
        HashSet<Value> needed = [.. read];
        foreach (Equation equation in body.Equations.Reverse())
        {
            if (equation.Results.Any(r => needed.Contains(r) && !CanBeStacked(r)))
                needed.UnionWith(equation.Operands);
        }

        return needed;
    }
}
