using RnnCompiler.Compiler.Ir;

namespace RnnCompiler.Compiler.Differentiation;

/// <summary>
/// Activity analysis of reverse mode (Hascoët and Pascual 2013): a value is varied if it depends on a differentiated input, useful if a result depends on it,
/// and active if both. Cotangents are computed only for active values, so no zero is propagated.
/// </summary>
internal static class ActivityAnalysis
{
    /// <summary>Finds the varied values: those that depend on the sources through operations that propagate gradients.</summary>
    public static HashSet<Value> Varied(IEnumerable<Value> sources, IReadOnlyList<Equation> equations)
    {
        HashSet<Value> varied = [.. sources];
        foreach (Equation equation in equations)
        {
            if (equation.Operation is ScanOperation scan)
            {
                foreach (int i in VariedResults(scan, [.. equation.Operands.Select(varied.Contains)]))
                    varied.Add(equation.Results[i]);
            }
            else if (Enumerable.Range(0, equation.Operands.Count).Any(i => varied.Contains(equation.Operands[i]) && VjpRules.PassesGradient(equation.Kind, i)))
            {
                varied.Add(equation.Result);
            }
        }

        return varied;
    }

    /// <summary>
    /// Finds the varied parameters of a scan body, given the varied operands of the scan. A carry is varied if its initial or next value is; iterates to a
    /// fixed point.
    /// </summary>
    public static bool[] VariedParameters(ScanOperation scan, bool[] operands)
    {
        bool[] varied = [.. operands];
        bool changed;
        do
        {
            HashSet<Value> inside = Varied(scan.Body.Parameters.Where((_, i) => varied[i]).Select(static p => p.Value), scan.Body.Equations);
            changed = false;
            for (int i = 0; i < scan.Carries; i++)
            {
                if (!varied[i] && inside.Contains(scan.Body.Results[i].Value))
                    changed = varied[i] = true;
            }
        }
        while (changed);
        return varied;
    }

    /// <summary>
    /// Finds the parameters of a scan body that get a cotangent, given the results of the scan that have one. A carry's next value then has one too; iterates
    /// to a fixed point.
    /// </summary>
    public static bool[] ReachedParameters(ScanOperation scan, bool[] results, ISet<Value> wanted)
    {
        bool[] seeds = [.. results];
        while (true)
        {
            HashSet<Value> reached = Reached(scan.Body.Results.Where((_, i) => seeds[i]).Select(static r => r.Value), scan.Body.Equations, wanted);
            bool[] parameters = [.. scan.Body.Parameters.Select(p => reached.Contains(p.Value) && wanted.Contains(p.Value))];
            bool changed = false;
            for (int i = 0; i < scan.Carries; i++)
                changed |= parameters[i] && !seeds[i] && (seeds[i] = true);
            if (!changed)
                return parameters;
        }
    }

    private static IEnumerable<int> VariedResults(ScanOperation scan, bool[] operands)
    {
        bool[] parameters = VariedParameters(scan, operands);
        HashSet<Value> inside = Varied(scan.Body.Parameters.Where((_, i) => parameters[i]).Select(static p => p.Value), scan.Body.Equations);
        return Enumerable.Range(0, scan.Body.Results.Count).Where(i => inside.Contains(scan.Body.Results[i].Value) || (i < scan.Carries && parameters[i]));
    }

    private static HashSet<Value> Reached(IEnumerable<Value> results, IReadOnlyList<Equation> equations, ISet<Value> wanted)
    {
        HashSet<Value> reached = [.. results];
        foreach (Equation equation in equations.Reverse())
        {
            bool[] bars = [.. equation.Results.Select(reached.Contains)];
            if (!bars.Any(static b => b))
                continue;
            bool[] passes = equation.Operation is ScanOperation scan
                ? ReachedParameters(scan, bars, Varied(
                    scan.Body.Parameters.Where((_, i) => VariedParameters(scan, [.. equation.Operands.Select(wanted.Contains)])[i]).Select(static p => p.Value),
                    scan.Body.Equations))
                : [.. equation.Operands.Select((_, i) => VjpRules.PassesGradient(equation.Kind, i))];
            for (int i = 0; i < passes.Length; i++)
            {
                if (passes[i] && wanted.Contains(equation.Operands[i]))
                    reached.Add(equation.Operands[i]);
            }
        }

        return reached;
    }

    /// <summary>Finds the active values: those varied values that the results depend on.</summary>
    public static HashSet<Value> Active(IEnumerable<Value> results, IReadOnlyList<Equation> equations, ISet<Value> wanted) =>
        Reached(results, equations, wanted);
}
