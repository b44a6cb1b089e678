using RnnCompiler.Compiler.Ir;

namespace RnnCompiler.Compiler.Differentiation;

/// <summary>
/// Chooses what the forward body keeps for its transpose. Of all values that the backward body reads, cheap elementwise ones are computed
/// anew where their operands are there anyway; products and transcendental functions are kept, not repeated. Matrices and integers cannot be
/// stacked over time, so they are computed anew whatever they cost.
/// </summary>
internal static class ResidualSelection
{
    /// <summary>The values to keep, in the order in which the body has them; carries come first.</summary>
    /// <param name="scan">The forward scan.</param>
    /// <param name="read">What the backward body reads.</param>
    /// <exception cref="NotSupportedException">A carry that is read is a matrix.</exception>
    public static IReadOnlyList<Value> Choose(ScanOperation scan, ISet<Value> read)
    {
        HashSet<Value> needed = WithOperandsOfMatrices(scan.Body, read);
        List<Value> kept = [];
        HashSet<Value> available = [.. scan.Body.Parameters.Skip(scan.Carries).Select(static p => p.Value)];
        foreach (Value carry in scan.Body.Parameters.Take(scan.Carries).Select(static p => p.Value).Where(needed.Contains))
            Keep(CanBeKept(carry) ? carry : throw new NotSupportedException($"{scan.Body.Name} carries {carry}, but a matrix cannot be kept for each step."));

        foreach (Equation equation in scan.Body.Equations)
        {
            foreach (Value result in equation.Results)
            {
                bool again = (OperationTraits.Of(equation.Kind).IsCheap || !CanBeKept(result)) && equation.Operands.All(available.Contains);
                if (again)
                    available.Add(result);
                else if (needed.Contains(result) && CanBeKept(result))
                    Keep(result);
            }
        }

        return kept;

        void Keep(Value value)
        {
            kept.Add(value);
            available.Add(value);
        }
    }

    private static bool CanBeKept(Value value) => value.Type.Rank < 2 && value.Type.Element == ElementType.Float;

    /// <summary>What is read, and what those of it are made of that cannot be kept.</summary>
    private static HashSet<Value> WithOperandsOfMatrices(Function body, ISet<Value> read)
    {
        HashSet<Value> needed = [.. read];
        foreach (Equation equation in body.Equations.Reverse())
        {
            if (equation.Results.Any(r => needed.Contains(r) && !CanBeKept(r)))
                needed.UnionWith(equation.Operands);
        }

        return needed;
    }
}
