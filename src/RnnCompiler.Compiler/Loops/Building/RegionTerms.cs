using RnnCompiler.Compiler.Ir;

namespace RnnCompiler.Compiler.Loops.Building;

/// <summary>
/// The equations that are computed where their only reader is: terms of a sum of as many lanes, products of elements that a dot product sums, and a number in every
/// lane.
/// </summary>
internal sealed class RegionTerms
{
    private readonly Dictionary<Value, Equation> _terms = [];
    private readonly Dictionary<Value, Equation> _factors = [];
    private readonly Dictionary<Value, Equation> _spreads = [];

    /// <summary>Whether an equation reduces one element, which is the result.</summary>
    public static bool IsOneElement(Equation equation) => equation.Kind is OperationKind.Sum or OperationKind.ReduceMax && equation.Operands[0].Type.Rows == 1;

    /// <summary>Finds the equations that are computed where their reader is.</summary>
    /// <param name="equations">The equations.</param>
    /// <param name="uses">How often each value is read.</param>
    /// <param name="locations">The values that are known before the equations; a dot product has one of them as a factor.</param>
    public RegionTerms(IReadOnlyList<Equation> equations, IReadOnlyDictionary<Value, int> uses, ValueLocations locations)
    {
        HashSet<Value> summed = [.. equations.Where(static e => e.Kind == OperationKind.Add).SelectMany(static e => e.Operands.Where(o => o.Type.Rows == e.Result.Type.Rows))];
        foreach (Equation equation in equations)
        {
            bool isTerm = equation.Kind is OperationKind.Add or OperationKind.Multiply || OperationTraits.Of(equation.Kind).IsProduct;
            if (isTerm && summed.Contains(equation.Result) && uses[equation.Result] == 1)
                _terms[equation.Result] = equation;
        }

        HashSet<Value> reduced = [.. equations.Where(static e => e.Kind == OperationKind.Sum && !IsOneElement(e)).Select(static e => e.Operands[0])];
        foreach (Equation equation in equations.Where(e => e.Kind == OperationKind.Multiply && reduced.Contains(e.Result) && uses[e.Result] == 1))
        {
            if (equation.Operands.Any(locations.IsKnown))
                _factors[equation.Result] = equation;
        }

        HashSet<Value> lanewise = [.. equations.Where(static e => OperationTraits.Of(e.Kind).IsElementwise).SelectMany(static e => e.Operands)];
        foreach (Equation equation in equations.Where(e => e.Kind == OperationKind.Broadcast && lanewise.Contains(e.Result) && uses[e.Result] == 1))
            _spreads[equation.Result] = equation;
    }

    /// <summary>Whether a value is computed where its reader is.</summary>
    public bool Contains(Value value) => _terms.ContainsKey(value) || _factors.ContainsKey(value) || _spreads.ContainsKey(value);

    /// <summary>Whether an equation reads a value that is computed with it.</summary>
    public bool IsPartOf(Equation equation, Value operand) => PartOf(equation, operand) is not null;

    /// <summary>Gets the product of elements that a dot product sums; null for other values.</summary>
    public Equation? FactorsOf(Value reduced) => _factors.TryGetValue(reduced, out Equation? factors) ? factors : null;

    /// <summary>Collects the parts of an equation, each behind those that it reads; the equation itself is last.</summary>
    public List<Equation> Of(Equation equation)
    {
        List<Equation> parts = [];
        Collect(equation, parts);
        return parts;
    }

    private void Collect(Equation equation, List<Equation> parts)
    {
        foreach (Value operand in equation.Operands)
        {
            if (PartOf(equation, operand) is { } part)
                Collect(part, parts);
        }

        parts.Add(equation);
    }

    private Equation? PartOf(Equation equation, Value operand) =>
        _spreads.TryGetValue(operand, out Equation? spread) ? spread
        : equation.Kind == OperationKind.Add && _terms.TryGetValue(operand, out Equation? term) ? term : null;
}
