using RnnCompiler.Compiler.Ir;

namespace RnnCompiler.Compiler.Optimization;

/// <summary>
/// Dead code elimination: removes equations that no result depends on, and unused outputs, sums, inputs and invariants of scans. A carry that only its own next
/// value reads is removed too. Parameters of the function remain, since they are its signature.
/// </summary>
public static class DeadCode
{
    /// <summary>Removes dead code from a function and from the bodies of its scans.</summary>
    public static Function Run(Function function)
    {
        HashSet<Value> live = [.. function.Results.Select(static r => r.Value)];
        List<Equation> needed = [];
        bool changed = false;
        foreach (Equation equation in function.Equations.Reverse())
        {
            if (!equation.Results.Any(live.Contains))
            {
                changed = true;
                continue;
            }

            Equation trimmed = equation.Operation is ScanOperation scan ? Trim(equation, scan, live) : equation;
            changed |= !ReferenceEquals(trimmed, equation);
            live.UnionWith(trimmed.Operands);
            needed.Add(trimmed);
        }

        needed.Reverse();
        return changed ? function with { Equations = needed } : function;
    }

    private static Equation Trim(Equation equation, ScanOperation scan, HashSet<Value> live)
    {
        bool[] results = [.. equation.Results.Select(live.Contains)];
        Function body = TrimBody(scan, results, out HashSet<Value> read);
        bool[] parameters = [.. scan.Body.Parameters.Select((p, i) => i < scan.Carries ? results[i] : read.Contains(p.Value))];
        if (ReferenceEquals(body, scan.Body) && parameters.All(static p => p))
            return equation;

        ScanOperation trimmed = scan with
        {
            Body = body with { Parameters = Where(scan.Body.Parameters, parameters) },
            Carries = results.Take(scan.Carries).Count(static r => r),
            Inputs = parameters.Skip(scan.Carries).Take(scan.Inputs).Count(static p => p),
            Outputs = results.Skip(scan.Carries).Take(scan.Outputs).Count(static r => r),
        };
        return new Equation(Where(equation.Results, results), trimmed, Where(equation.Operands, parameters));
    }

    /// <summary>Trims a scan body to the wanted results. A carry that these read becomes wanted too; iterates to a fixed point.</summary>
    private static Function TrimBody(ScanOperation scan, bool[] wanted, out HashSet<Value> read)
    {
        while (true)
        {
            Function body = Run(wanted.All(static w => w) ? scan.Body : scan.Body with { Results = Where(scan.Body.Results, wanted) });
            read = [.. body.Equations.SelectMany(static e => e.Operands), .. body.Results.Select(static r => r.Value)];
            bool grown = false;
            for (int carry = 0; carry < scan.Carries; carry++)
            {
                if (!wanted[carry] && read.Contains(scan.Body.Parameters[carry].Value))
                    wanted[carry] = grown = true;
            }

            if (!grown)
                return body;
        }
    }

    private static List<T> Where<T>(IReadOnlyList<T> items, bool[] kept) => [.. items.Where((_, i) => kept[i])];
}
