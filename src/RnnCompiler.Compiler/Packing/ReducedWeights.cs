using RnnCompiler.Compiler.Ir;

namespace RnnCompiler.Compiler.Packing;

/// <summary>
/// Which weights inference reads in a reduced format: the matrices of its products. What is looked up row by row or used in another way stays
/// float. Every back end asks here, so that all of them round the same weights.
/// </summary>
public static class ReducedWeights
{
    /// <summary>The keys of the matrices that inference reads reduced; none where the declared format is float.</summary>
    /// <param name="module">The model.</param>
    public static IReadOnlyCollection<string> Of(Module module)
    {
        if (module.Declaration.Weights == WeightFormat.Float32)
            return [];
        HashSet<string> multiplied = new(StringComparer.Ordinal);
        HashSet<string> otherwise = new(StringComparer.Ordinal);
        foreach (Function? function in new[] { module.Sequence, module.Step })
        {
            if (function is not null)
                Visit(function, function.ParametersOf(ParameterRole.Weight).ToDictionary(static w => w, static w => w.Name!), multiplied, otherwise);
        }

        multiplied.ExceptWith(otherwise);
        return multiplied;
    }

    private static void Visit(Function function, Dictionary<Value, string> weights, HashSet<string> multiplied, HashSet<string> otherwise)
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
                    (equation.Kind == OperationKind.MatVec && i == 0 ? multiplied : otherwise).Add(key);
            }

            if (inner.Count > 0)
                Visit(((ScanOperation)equation.Operation).Body, inner, multiplied, otherwise);
        }
    }
}
