using RnnCompiler.Compiler.Ir;

namespace RnnCompiler.Compiler.Preparation;

/// <summary>Dependence analysis of a recurrent scan body: which equations leave the loop by loop fission.</summary>
internal sealed class BodyAnalysis
{
    private readonly Function _body;
    private readonly HashSet<Value> _carried = [];
    private readonly HashSet<Value> _core;
    private readonly HashSet<Value> _before = [];
    private readonly HashSet<Value> _after = [];
    private readonly HashSet<Value> _fused;

    /// <summary>Analyses a body.</summary>
    /// <param name="scan">The scan.</param>
    /// <param name="threshold">The least operand length of a product that may move before the loop.</param>
    public BodyAnalysis(ScanOperation scan, int threshold)
    {
        _body = scan.Body;
        _carried.UnionWith(_body.ParametersOf(ParameterRole.Carry));
        (IReadOnlyList<Value> leaves, IReadOnlyList<Equation> equations) = BackwardSlice(_body.Results.Take(scan.Carries).Select(static r => r.Value), static _ => false);
        _core = [.. leaves, .. equations.SelectMany(static e => e.Results)];
        _fused = FusedProducts();

        foreach (Equation equation in _body.Equations)
        {
            bool carried = equation.Operands.Any(_carried.Contains);
            bool core = _core.Contains(equation.Result);
            bool product = OperationTraits.Of(equation.Kind).IsProduct;
            if (carried)
                _carried.Add(equation.Result);
            if (!carried && core && CanBeStacked(equation.Result) && ((product && equation.Operands[1].Type.Rows >= threshold) || equation.Operands.Any(_before.Contains)))
                _before.Add(equation.Result);
            if (!core && (product || equation.Operands.Any(_after.Contains)))
                _after.Add(equation.Result);
        }

        // A product that is added in the loop is computed there.
        foreach (Equation equation in _body.Equations.Where(e => e.Kind == OperationKind.Add && !_before.Contains(e.Result)))
            _before.ExceptWith(equation.Operands.Where(_fused.Contains));
    }

    /// <summary>
    /// Whether a value moves before the loop: a large product that depends on no carry and that the next carries need, or a value computed from such a product.
    /// </summary>
    public bool MovesBefore(Value value) => _before.Contains(value);

    /// <summary>Whether a value moves after the loop: a product that no carry depends on, or a value computed from such a product.</summary>
    public bool MovesAfter(Value value) => _after.Contains(value);

    /// <summary>Whether the maps after the loop read a value as a stack that the loop stores. Values that depend on no carry are recomputed there.</summary>
    public bool IsStacked(Value value) => _carried.Contains(value) && !_after.Contains(value) && CanBeStacked(value) && !_fused.Contains(value);

    /// <summary>
    /// Computes the backward slice of roots: the equations that they depend on, up to leaves, both in the order of the body. Parameters are always leaves.
    /// </summary>
    public (IReadOnlyList<Value> Leaves, IReadOnlyList<Equation> Equations) BackwardSlice(IEnumerable<Value> roots, Func<Value, bool> isLeaf)
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

    /// <summary>
    /// Finds elementwise products that only one sum reads: they become fused multiply-adds, so that no loop stores one for another loop, which would round it.
    /// </summary>
    private HashSet<Value> FusedProducts()
    {
        // Reordered sums leave parts behind that nothing reads.
        (_, IReadOnlyList<Equation> live) = BackwardSlice(_body.Results.Select(static r => r.Value), static _ => false);
        return [.. SumTerms.Of(OperationKind.Multiply, live, _body.Results).Select(static e => e.Result)];
    }

    private static bool CanBeStacked(Value value) => value.Type.Rank <= 1;
}
