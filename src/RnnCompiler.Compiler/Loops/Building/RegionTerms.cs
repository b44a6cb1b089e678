using RnnCompiler.Compiler.Ir;

namespace RnnCompiler.Compiler.Loops.Building;

/// <summary>
/// The equations that are parts of a sum: terms that only a sum of as many lanes reads, and products of elements that only a dot product sums. They are computed where
/// the sum is.
/// </summary>
internal sealed class RegionTerms
{
    private readonly Dictionary<Value, Equation> _terms = [];
    private readonly Dictionary<Value, Equation> _factors = [];

    /// <summary>Finds the parts of sums.</summary>
    /// <param name="equations">The equations.</param>
    /// <param name="uses">How often each value is read.</param>
    /// <param name="locations">The values that are known before the equations; a dot product has one of them as a factor.</param>
    public RegionTerms(IReadOnlyList<Equation> equations, IReadOnlyDictionary<Value, int> uses, ValueLocations locations)
    {
        HashSet<Value> summed = [.. equations.Where(static e => e.Kind == OperationKind.Add).SelectMany(static e => e.Operands.Where(o => o.Type.Rows == e.Result.Type.Rows))];
        foreach (Equation equation in equations)
        {
            bool isTerm = equation.Kind is OperationKind.Add or OperationKind.Multiply || OperationTraits.Of(equation.Kind).Form == OperationForm.Product;
            if (isTerm && summed.Contains(equation.Result) && uses[equation.Result] == 1)
                _terms[equation.Result] = equation;
        }

        HashSet<Value> reduced = [.. equations.Where(static e => e.Kind == OperationKind.Sum).Select(static e => e.Operands[0])];
        foreach (Equation equation in equations.Where(e => e.Kind == OperationKind.Multiply && reduced.Contains(e.Result) && uses[e.Result] == 1))
        {
            if (equation.Operands.Any(locations.IsKnown))
                _factors[equation.Result] = equation;
        }
    }

    /// <summary>Whether a value is a part of a sum.</summary>
    public bool Contains(Value value) => _terms.ContainsKey(value) || _factors.ContainsKey(value);

    /// <summary>Whether an equation adds a value that is a term.</summary>
    public bool IsTermOf(Equation equation, Value operand) => equation.Kind == OperationKind.Add && _terms.ContainsKey(operand);

    /// <summary>Gets the product of elements that a dot product sums; null for other values.</summary>
    public Equation? FactorsOf(Value reduced) => _factors.TryGetValue(reduced, out Equation? factors) ? factors : null;

    /// <summary>Collects the terms of a sum, each behind those that it reads; the equation itself is last.</summary>
    public List<Equation> Of(Equation equation)
    {
        List<Equation> sum = [];
        Collect(equation, sum);
        return sum;
    }

    private void Collect(Equation equation, List<Equation> sum)
    {
        foreach (Value operand in equation.Operands)
        {
            if (equation.Kind == OperationKind.Add && _terms.TryGetValue(operand, out Equation? term))
                Collect(term, sum);
        }

        sum.Add(equation);
    }
}
