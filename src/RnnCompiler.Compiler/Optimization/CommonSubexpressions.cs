using RnnCompiler.Compiler.Ir;

namespace RnnCompiler.Compiler.Optimization;

/// <summary>Computes once what is computed twice from the same values; the first one stays. Whole scans are compared too.</summary>
public static class CommonSubexpressions
{
    /// <summary>The function without repetitions, in the bodies of scans too.</summary>
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
