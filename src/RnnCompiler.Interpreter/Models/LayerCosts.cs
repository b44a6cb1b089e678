using RnnCompiler.Compiler.Ir;

namespace RnnCompiler.Interpreter.Models;

/// <summary>Says which layer the matrix products of a function belong to: the one whose weight they read.</summary>
internal static class LayerCosts
{
    /// <summary>The layer that a weight or parameter belongs to: what stands before the first dot of its name.</summary>
    public static string LayerOf(string key) => key.Split('.')[0];

    /// <summary>Multiply-adds of each layer, with the body of every scan counted once.</summary>
    public static Dictionary<string, long> MultiplyAddsPerVisit(Function function)
    {
        Dictionary<string, long> costs = [];
        Add(function, function.ParametersOf(ParameterRole.Weight).ToDictionary(static w => w, static w => LayerOf(w.Name!)), costs);
        return costs;
    }

    private static void Add(Function function, Dictionary<Value, string> weights, Dictionary<string, long> costs)
    {
        foreach (Equation equation in function.Equations)
        {
            if (equation.Operation is ScanOperation scan)
            {
                Dictionary<Value, string> inner = [];
                for (int i = 0; i < equation.Operands.Count; i++)
                {
                    if (weights.TryGetValue(equation.Operands[i], out string? owner))
                        inner[scan.Body.Parameters[i].Value] = owner;
                }

                Add(scan.Body, inner, costs);
                continue;
            }

            string? layer = equation.Operands.Select(weights.GetValueOrDefault).FirstOrDefault(static owner => owner is not null);
            if (layer is not null)
                costs[layer] = costs.GetValueOrDefault(layer) + CostRules.Of(equation).MultiplyAdds;
        }
    }
}
