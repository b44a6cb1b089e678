using RnnCompiler.Compiler.Ir;

namespace RnnCompiler.Compiler.Loops.Building;

/// <summary>
/// Fusion of sums of products into accumulators: W x + b + U h + d becomes an accumulator that starts at b + d and to which both products are added, so that no
/// product is stored. Terms that the region computes itself are added in the epilogue.
/// </summary>
internal sealed class AccumulationBuilder(IReadOnlyList<Equation> equations, ValueLocations locations, IReadOnlyDictionary<Value, int> uses, int firstFreeId)
{
    private int _nextId = firstFreeId;
    private readonly Dictionary<Value, Equation> _definitions = equations.ToDictionary(static e => e.Result);
    private readonly HashSet<Value> _absorbed = [];

    public List<Accumulation> Accumulations { get; } = [];

    public List<Equation> Epilogue { get; } = [];

    public void Run()
    {
        // In reverse order the outermost sum of a tree comes first and absorbs the inner ones.
        Dictionary<Equation, (List<Value> Early, List<Product> Products, List<Value> Late)> sums = [];
        foreach (Equation equation in equations.Reverse())
        {
            if (equation.Kind != OperationKind.Add || _absorbed.Contains(equation.Result))
                continue;
            List<Value> leaves = [];
            List<Value> inner = [];
            Flatten(equation, leaves, inner);
            if (!leaves.Any(IsOwnProduct))
                continue;
            _absorbed.UnionWith(inner);
            _absorbed.UnionWith(leaves.Where(IsOwnProduct));
            List<Value> early = [.. leaves.Where(l => !_definitions.ContainsKey(l))];
            List<Value> late = [.. leaves.Where(l => _definitions.ContainsKey(l) && !IsOwnProduct(l))];
            sums[equation] = (early, [.. leaves.Where(IsOwnProduct).Select(AsProduct)], late);
        }

        foreach (Equation equation in equations)
        {
            if (sums.TryGetValue(equation, out (List<Value> Early, List<Product> Products, List<Value> Late) sum))
                Accumulate(equation, sum.Early, sum.Products, sum.Late);
            else if (_absorbed.Contains(equation.Result))
                continue;
            else if (IsProduct(equation))
                Accumulations.Add(new Accumulation(NameOf(equation.Result), equation.Result, [], [AsProduct(equation.Result)]));
            else
                Epilogue.Add(equation);
        }
    }

    private void Accumulate(Equation equation, List<Value> early, List<Product> products, List<Value> late)
    {
        if (late.Count == 0)
        {
            Accumulations.Add(new Accumulation(NameOf(equation.Result), equation.Result, early, products));
            return;
        }

        // The epilogue adds the terms that the region computes itself.
        Value sum = new(_nextId++, equation.Result.Type, equation.Result.Name);
        Accumulations.Add(new Accumulation(NameOf(equation.Result), sum, early, products));
        for (int i = 0; i < late.Count; i++)
        {
            Value next = i == late.Count - 1 ? equation.Result : new Value(_nextId++, equation.Result.Type);
            Epilogue.Add(new Equation([next], Operation.Of(OperationKind.Add), [sum, late[i]]));
            sum = next;
        }
    }

    private string NameOf(Value value) => EquationText.Short(DerivedNames.FromConsumers(value, equations) ?? EquationText.Name(value));

    private void Flatten(Equation sum, List<Value> leaves, List<Value> inner)
    {
        foreach (Value operand in sum.Operands)
        {
            if (_definitions.TryGetValue(operand, out Equation? definition) && definition.Kind == OperationKind.Add && uses[operand] == 1
                && !_absorbed.Contains(operand))
            {
                inner.Add(operand);
                Flatten(definition, leaves, inner);
            }
            else
            {
                leaves.Add(operand);
            }
        }
    }

    private bool IsOwnProduct(Value value) => _definitions.TryGetValue(value, out Equation? e) && IsProduct(e) && uses[value] == 1;

    private static bool IsProduct(Equation equation) => equation.Kind is OperationKind.MatVec or OperationKind.TransposedMatVec;

    private Product AsProduct(Value value)
    {
        Equation equation = _definitions[value];
        bool transposed = equation.Kind == OperationKind.TransposedMatVec;
        return locations.MatrixOrNull(equation.Operands[0]) is { } matrix
            ? matrix.Product(equation.Operands[0].Type, transposed, equation.Operands[1])
            : new WeightProduct(locations.Weight(equation.Operands[0]), transposed, equation.Operands[1]);
    }
}
