using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Modules;
using RnnCompiler.Compiler.Packing;

namespace RnnCompiler.Interpreter.Models;

/// <summary>Costs of layers: the multiply-adds of the products that read their weights, and the size of these weights.</summary>
internal static class LayerCosts
{
    /// <summary>Gets the layer of a weight or parameter: the part of its name before the first dot.</summary>
    public static string LayerOf(string key) => key.Split('.')[0];

    /// <summary>Computes the multiply-adds of each layer, with the body of each scan counted once.</summary>
    /// <param name="function">The function of a sequence.</param>
    /// <param name="owners">The layer whose weights a layer reads, for layers that share weights. Equations name weights, so the layers that read them get equal parts.</param>
    public static Dictionary<string, long> MultiplyAddsPerVisit(Function function, IReadOnlyDictionary<string, string> owners)
    {
        Dictionary<string, long> costs = [];
        Add(function, function.ParametersOf(ParameterRole.Weight).ToDictionary(static w => w, static w => LayerOf(w.Name!)), costs);
        foreach (IGrouping<string, string> sharing in owners.GroupBy(static pair => pair.Value, static pair => pair.Key))
        {
            long part = costs.GetValueOrDefault(sharing.Key) / (sharing.Count() + 1);
            foreach (string layer in sharing.Append(sharing.Key))
                costs[layer] = part;
        }

        return costs;
    }

    /// <summary>Computes the bytes of the weights of each layer as inference reads them.</summary>
    public static Dictionary<string, long> WeightBytes(Module module)
    {
        HashSet<string> reduced = [.. ReducedWeights.Of(module)];
        Dictionary<string, long> bytes = [];
        foreach (Value weight in module.Loss.ParametersOf(ParameterRole.Weight))
        {
            string layer = LayerOf(weight.Name!);
            bytes[layer] = bytes.GetValueOrDefault(layer) + Bytes(weight.Type, reduced.Contains(weight.Name!) ? module.Declaration.Weights : WeightFormat.Float32);
        }

        return bytes;
    }

    private static long Bytes(TensorType type, WeightFormat format) => format switch
    {
        WeightFormat.BFloat16 => 2 * type.ElementCount,
        WeightFormat.Int8 => type.ElementCount + ((long)sizeof(float) * type.Rows), // and with integer products the starts of sums, which are not weights
        _ => sizeof(float) * type.ElementCount,
    };

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
