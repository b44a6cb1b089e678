using RnnCompiler.Compiler.Ir;

namespace RnnCompiler.Compiler.Optimization;

/// <summary>
/// Loop-invariant code motion: moves equations that depend only on invariants, such as σ(a) of a weight a, from a scan to the function around it. Equations
/// that cost less than loading their result stay, unless an expensive hoisted equation reads them.
/// </summary>
public static class InvariantHoisting
{
    /// <summary>Hoists invariant equations out of the scans of a function, and of their bodies.</summary>
    public static Function Run(Function function) =>
        Rewriter.Run(function, static (rewriter, equation) => equation.Operation is ScanOperation scan && Hoist(rewriter, equation, scan), Run);

    private static bool Hoist(Rewriter outer, Equation equation, ScanOperation scan)
    {
        Dictionary<Value, Equation> definitions = Invariant(scan);
        List<Equation> expensive = [.. definitions.Values.Where(static e => e.Kind != OperationKind.Constant && !OperationTraits.Of(e.Kind).IsCheap)];

        // Only results that the remaining body reads become invariants; their operands are hoisted with them.
        HashSet<Value> read = [.. scan.Body.Results.Select(static r => r.Value), .. scan.Body.Equations.Where(e => !expensive.Contains(e)).SelectMany(static e => e.Operands)];
        expensive.RemoveAll(e => !read.Contains(e.Result));
        if (expensive.Count == 0)
            return false;

        Dictionary<Value, Value> outside = [];
        for (int i = scan.Carries + scan.Inputs; i < scan.Body.Parameters.Count; i++)
            outside[scan.Body.Parameters[i].Value] = equation.Operands[i];
        Value[] hoisted = [.. expensive.Select(e => Outside(e.Result))];
        Function body = scan.Body with
        {
            Parameters = [.. scan.Body.Parameters, .. expensive.Select(static e => new Parameter(e.Result, ParameterRole.Invariant))],
            Equations = [.. scan.Body.Equations.Where(e => !expensive.Contains(e))],
        };
        outer.KeepChanged(new Equation(equation.Results, scan with { Body = body }, [.. equation.Operands, .. hoisted]));
        return true;

        Value Outside(Value inner)
        {
            if (outside.TryGetValue(inner, out Value? known))
                return known;
            Equation definition = definitions[inner];
            Value[] operands = [.. definition.Operands.Select(Outside)];
            return outside[inner] = outer.EmitMany(definition.Operation, operands, [inner.Name])[0];
        }
    }

    /// <summary>Finds the equations that depend only on invariants and constants. Matrices are excluded: hoisting one means storing it.</summary>
    private static Dictionary<Value, Equation> Invariant(ScanOperation scan)
    {
        HashSet<Value> known = [.. scan.Body.Parameters.Skip(scan.Carries + scan.Inputs).Select(static p => p.Value)];
        Dictionary<Value, Equation> definitions = [];
        foreach (Equation equation in scan.Body.Equations)
        {
            if (equation.Operation is ScanOperation || equation.Result.Type.IsMatrix || !equation.Operands.All(known.Contains))
                continue;
            known.Add(equation.Result);
            definitions[equation.Result] = equation;
        }

        return definitions;
    }
}
