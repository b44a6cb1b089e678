using RnnCompiler.Compiler.Ir;

namespace RnnCompiler.Compiler.Optimization;

/// <summary>
/// Common subexpression elimination: equal operations on the same values are computed once, at the first occurrence. Scans are compared as a whole.
/// </summary>
public static class CommonSubexpressions
{
    /// <summary>Removes repeated equations from a function and from the bodies of its scans.</summary>
    public static Function Run(Function function)
    {
        Dictionary<Equation, Equation> seen = new(StructuralComparer.Instance);
        return Rewriter.Run(function, Merge, Run);

        bool Merge(Rewriter rewriter, Equation equation)
        {
            if (!seen.TryGetValue(equation, out Equation? first))
            {
                seen.Add(equation, equation);
                return false;
            }

            for (int i = 0; i < equation.Results.Count; i++)
                rewriter.Replace(equation.Results[i], first.Results[i]);
            return true;
        }
    }
}
