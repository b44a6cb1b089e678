using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Modules;

namespace RnnCompiler.Compiler.Packing;

/// <summary>
/// Selection of the weights that inference reads in reduced precision or quantised: matrices that are only operands of matrix-vector products. Embedding tables
/// and weights with another use stay float. All back ends use this selection, so that they round the same weights.
/// </summary>
public static class ReducedWeights
{
    /// <summary>Gets the keys of the selected weights; empty if the declared format is float.</summary>
    /// <param name="module">The model.</param>
    public static IReadOnlyCollection<string> Of(Module module)
    {
        if (module.Declaration.Weights == WeightFormat.Float32)
            return [];
        HashSet<string> multiplied = new(StringComparer.Ordinal);
        HashSet<string> otherUses = new(StringComparer.Ordinal);
        foreach (Function? function in new[] { module.Sequence, module.Step })
        {
            if (function is not null)
                Visit(function, function.ParametersOf(ParameterRole.Weight).ToDictionary(static w => w, static w => w.Name!), multiplied, otherUses);
        }

        multiplied.ExceptWith(otherUses);
        return multiplied;
    }

    private static void Visit(Function function, Dictionary<Value, string> weights, HashSet<string> multiplied, HashSet<string> otherUses)
    {
        foreach (Equation equation in function.Equations)
        {
            Dictionary<Value, string> inner = [];
            for (int i = 0; i < equation.Operands.Count; i++)
            {
                if (!weights.TryGetValue(equation.Operands[i], out string? key))
                    continue;
                if (equation.Operation is ScanOperation scan)
                    inner[scan.Body.Parameters[i].Value] = key;
                else
                    (equation.Kind == OperationKind.MatVec && i == 0 ? multiplied : otherUses).Add(key);
            }

            if (inner.Count > 0)
                Visit(((ScanOperation)equation.Operation).Body, inner, multiplied, otherUses);
        }
    }
}
