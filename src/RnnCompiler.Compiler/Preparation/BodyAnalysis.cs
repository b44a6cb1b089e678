using RnnCompiler.Compiler.Ir;

namespace RnnCompiler.Compiler.Preparation;

/// <summary>What depends on what in the body of a recurrent scan.</summary>
internal sealed class BodyAnalysis
{
    private readonly Function _body;
    private readonly HashSet<Value> _carried = [];
    private readonly HashSet<Value> _core;
    private readonly HashSet<Value> _before = [];
    private readonly HashSet<Value> _after = [];

    /// <summary>Analyses a body.</summary>
    /// <param name="scan">The scan.</param>
    /// <param name="threshold">The least operand of a product that may leave the loop in front of it.</param>
    public BodyAnalysis(ScanOperation scan, int threshold)
    {
        _body = scan.Body;
        _carried.UnionWith(_body.ParametersOf(ParameterRole.Carry));
        (IReadOnlyList<Value> leaves, IReadOnlyList<Equation> equations) = Cut(_body.Results.Take(scan.Carries).Select(static r => r.Value), static _ => false);
        _core = [.. leaves, .. equations.SelectMany(static e => e.Results)];

        foreach (Equation equation in _body.Equations)
        {
            bool carried = equation.Operands.Any(_carried.Contains);
            bool core = _core.Contains(equation.Result);
            bool product = OperationTraits.Of(equation.Kind).Form == OperationForm.Product;
            if (carried)
                _carried.Add(equation.Result);
            if (!carried && core && CanBeStacked(equation.Result) && ((product && equation.Operands[1].Type.Rows >= threshold) || equation.Operands.Any(_before.Contains)))
                _before.Add(equation.Result);
            if (!core && (product || equation.Operands.Any(_after.Contains)))
                _after.Add(equation.Result);
        }
    }

    /// <summary>Whether a value is a large product that no carry reaches and that the next carries need, or is made of such.</summary>
    public bool IsBefore(Value value) => _before.Contains(value);

    /// <summary>Whether a value is a product that feeds no carry, or is made of such.</summary>
    public bool IsAfter(Value value) => _after.Contains(value);

    /// <summary>Whether what comes after the loop reads a value as a stack that the loop writes; what does not depend on a carry it computes again.</summary>
    public bool IsStacked(Value value) => _carried.Contains(value) && !_after.Contains(value) && CanBeStacked(value);

    /// <summary>The equations that roots need, down to the leaves, both in the order of the body. Parameters are always leaves.</summary>
    public (IReadOnlyList<Value> Leaves, IReadOnlyList<Equation> Equations) Cut(IEnumerable<Value> roots, Func<Value, bool> isLeaf)
    {
        HashSet<Value> needed = [.. roots];
        List<Equation> equations = [];
        List<Value> leaves = [];
        foreach (Equation equation in _body.Equations.Reverse())
        {
            if (!needed.Contains(equation.Result))
                continue;
            if (isLeaf(equation.Result))
            {
                leaves.Add(equation.Result);
                continue;
            }

            equations.Add(equation);
            needed.UnionWith(equation.Operands);
        }

        leaves.Reverse();
        equations.Reverse();
        return ([.. _body.Parameters.Select(static p => p.Value).Where(needed.Contains), .. leaves], equations);
    }

    private static bool CanBeStacked(Value value) => value.Type.Rank <= 1;
}
