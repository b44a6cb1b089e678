using RnnCompiler.Compiler.Ir;

namespace RnnCompiler.Compiler.Optimization;

/// <summary>
/// Takes out of a scan what is the same at each step, such as σ(a) of a weight a, so that it is computed once. What costs less than reading it back from memory
/// stays, unless something dearer is made of it.
/// </summary>
public static class InvariantHoisting
{
    /// <summary>The function with invariant work before its scans, in the bodies of scans too.</summary>
    public static Function Run(Function function) =>
        Rewriter.Run(function, static (rewriter, equation) => equation.Operation is ScanOperation scan && Hoist(rewriter, equation, scan), Run);

    private static bool Hoist(Rewriter outer, Equation equation, ScanOperation scan)
    {
        Dictionary<Value, Equation> definitions = Invariant(scan);
        List<Equation> dear = [.. definitions.Values.Where(static e => e.Kind != OperationKind.Constant && !OperationTraits.Of(e.Kind).IsCheap)];

        // Of a chain only the end is read in the body; what it is made of goes along.
        HashSet<Value> read = [.. scan.Body.Results.Select(static r => r.Value), .. scan.Body.Equations.Where(e => !dear.Contains(e)).SelectMany(static e => e.Operands)];
        dear.RemoveAll(e => !read.Contains(e.Result));
        if (dear.Count == 0)
            return false;

        Dictionary<Value, Value> outside = [];
        for (int i = scan.Carries + scan.Inputs; i < scan.Body.Parameters.Count; i++)
            outside[scan.Body.Parameters[i].Value] = equation.Operands[i];
        Value[] hoisted = [.. dear.Select(e => Outside(e.Result))];
        Function body = scan.Body with
        {
            Parameters = [.. scan.Body.Parameters, .. dear.Select(static e => new Parameter(e.Result, ParameterRole.Invariant))],
            Equations = [.. scan.Body.Equations.Where(e => !dear.Contains(e))],
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

    /// <summary>What depends on invariants and constants alone, with its definitions; no matrix, which would be computed to be stored.</summary>
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
