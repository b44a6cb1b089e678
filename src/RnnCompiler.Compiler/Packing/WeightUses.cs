using RnnCompiler.Compiler.Ir;

namespace RnnCompiler.Compiler.Packing;

/// <summary>Analyses how a function uses its weights: which matrices multiply the same operand, which are embedding tables, which are transposed.</summary>
internal sealed class WeightUses
{
    private readonly List<List<Value>> _groups = [];
    private readonly HashSet<string> _tables = [];
    private readonly List<string> _transposed = [];

    /// <summary>The keys of embedding tables.</summary>
    public ISet<string> Tables => _tables;

    /// <summary>The keys of weights that are transposed in a product, in order of first use.</summary>
    public IReadOnlyList<string> Transposed => _transposed;

    /// <summary>Analyses a function and the bodies of its scans.</summary>
    public static WeightUses Of(Function function)
    {
        WeightUses uses = new();
        uses.Visit(function, function.ParametersOf(ParameterRole.Weight).ToDictionary(static w => w, static w => w));
        return uses;
    }

    /// <summary>Gets the matrices of one shape that multiply the same operand as a weight, including the weight itself.</summary>
    public IReadOnlyList<Value> GroupOf(Value weight) => _groups.FirstOrDefault(g => g.Contains(weight)) ?? [weight];

    private void Visit(Function function, Dictionary<Value, Value> weights)
    {
        Dictionary<(Value, TensorType), List<Value>> byOperand = [];
        foreach (Equation equation in function.Equations)
        {
            if (equation.Operation is ScanOperation scan)
            {
                Dictionary<Value, Value> inner = [];
                for (int i = 0; i < equation.Operands.Count; i++)
                {
                    if (weights.TryGetValue(equation.Operands[i], out Value? weight))
                        inner[scan.Body.Parameters[i].Value] = weight;
                }

                Visit(scan.Body, inner);
            }
            else if (equation.Operands.Count > 0 && weights.TryGetValue(equation.Operands[0], out Value? weight))
            {
                if (equation.Kind == OperationKind.Gather)
                    _tables.Add(weight.Name!);
                else if (equation.Kind == OperationKind.TransposedMatVec && !_transposed.Contains(weight.Name!))
                    _transposed.Add(weight.Name!);
                else if (equation.Kind == OperationKind.MatVec && !_groups.Any(g => g.Contains(weight)))
                    Join(byOperand, (equation.Operands[1], weight.Type), weight);
            }
        }
    }

    private void Join(Dictionary<(Value, TensorType), List<Value>> byOperand, (Value, TensorType) key, Value weight)
    {
        if (!byOperand.TryGetValue(key, out List<Value>? group))
        {
            group = [];
            byOperand[key] = group;
            _groups.Add(group);
        }

        group.Add(weight);
    }
}
