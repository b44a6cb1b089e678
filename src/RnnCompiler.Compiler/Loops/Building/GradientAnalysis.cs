using RnnCompiler.Compiler.Ir;

namespace RnnCompiler.Compiler.Loops.Building;

/// <summary>Term of a weight gradient.</summary>
/// <param name="Scan">The scan whose body computes it; null for a term of the function itself.</param>
/// <param name="Value">An outer product, a scattered row, or any other vector.</param>
/// <param name="Definition">The equation of the term, if it is an outer product or a scattered row; else null.</param>
/// <param name="Weights">The keys of the weights that have this term in their gradients.</param>
internal sealed record GradientTerm(Equation? Scan, Value Value, Equation? Definition, IReadOnlyList<string> Weights);

/// <summary>Sum of outer products that is a matrix of each row, rather than a weight gradient.</summary>
/// <param name="Scan">The scan that sums the terms over its steps; null for terms of the function itself.</param>
/// <param name="Result">The matrix.</param>
/// <param name="Terms">The outer products.</param>
internal sealed record OuterSum(Equation? Scan, Value Result, IReadOnlyList<Equation> Terms);

/// <summary>
/// Analysis of weight gradients: decomposes them into terms. All rows share the weights, so a gradient is a sum over rows, and over steps if the term is in a
/// scan body. It is computed as one product over all of them, never as a matrix that each step accumulates.
/// </summary>
internal sealed class GradientAnalysis
{
    private readonly HashSet<string> _weights;
    private readonly Dictionary<Value, Equation> _definitions = [];

    private GradientAnalysis(Function function)
    {
        _weights = [.. function.ParametersOf(ParameterRole.Weight).Select(static w => w.Name!)];
        foreach (Equation equation in function.Equations)
        {
            foreach (Value result in equation.Results)
                _definitions[result] = equation;
        }
    }

    /// <summary>The terms of all weight gradients.</summary>
    public List<GradientTerm> Terms { get; } = [];

    /// <summary>The keys of weights that the loss does not depend on.</summary>
    public List<string> Zeros { get; } = [];

    /// <summary>The equations that the terms replace; no region computes them.</summary>
    public HashSet<Equation> Absorbed { get; } = [];

    /// <summary>The sums of scans that the terms replace.</summary>
    public HashSet<Value> AbsorbedSums { get; } = [];

    /// <summary>The values that the terms read, which therefore must be in memory.</summary>
    public HashSet<Value> Reads { get; } = [];

    /// <summary>The sums of outer products that are matrices of each row.</summary>
    public List<OuterSum> OuterSums { get; } = [];

    /// <summary>Analyses the results of a function that are cotangents of weights.</summary>
    public static GradientAnalysis Of(Function function)
    {
        GradientAnalysis gradients = new(function);
        IEnumerable<IGrouping<Value, string>> roots = function.Results
            .Where(r => r.CotangentOf is { } parameter && gradients._weights.Contains(parameter))
            .GroupBy(static r => r.Value, static r => r.CotangentOf!);
        foreach (IGrouping<Value, string> root in roots)
            gradients.Resolve(root.Key, [.. root], function);
        gradients.AddOuterSums(function);
        return gradients;
    }

    private void AddOuterSums(Function function)
    {
        foreach (Equation equation in function.Equations.Where(e => !Absorbed.Contains(e)))
        {
            if (equation.Kind == OperationKind.Outer)
            {
                OuterSums.Add(new OuterSum(null, equation.Result, [equation]));
                Reads.UnionWith(equation.Operands);
            }
            else if (equation.Operation is ScanOperation scan)
            {
                for (int i = scan.Carries + scan.Outputs; i < equation.Results.Count; i++)
                {
                    if (equation.Results[i].Type.IsMatrix && !AbsorbedSums.Contains(equation.Results[i]))
                        OuterSums.Add(new OuterSum(equation, equation.Results[i], [.. OuterTerms(scan.Body, scan.Body.Results[i].Value)]));
                }
            }
        }
    }

    private IEnumerable<Equation> OuterTerms(Function body, Value value)
    {
        Equation definition = body.Equations.FirstOrDefault(e => e.Results.Contains(value) && e.Kind is OperationKind.Add or OperationKind.Outer)
            ?? throw new InvalidOperationException($"{body.Name} sums {value}: expected sums of outer products, found another matrix.");
        Absorbed.Add(definition);
        if (definition.Kind == OperationKind.Add)
            return definition.Operands.SelectMany(operand => OuterTerms(body, operand));
        Reads.UnionWith(definition.Operands);
        return [definition];
    }

    private void Resolve(Value value, IReadOnlyList<string> weights, Function function)
    {
        if (!_definitions.TryGetValue(value, out Equation? definition))
        {
            AddVectorTerm(null, value, weights);
            return;
        }

        switch (definition.Kind)
        {
            case OperationKind.Constant when ((ConstantOperation)definition.Operation).Number == 0:
                Zeros.AddRange(weights);
                break;
            case OperationKind.Add when value.Type.IsMatrix || !IsRead(value, function):
                Absorbed.Add(definition);
                Resolve(definition.Operands[0], weights, function);
                Resolve(definition.Operands[1], weights, function);
                break;
            case OperationKind.Scan when SumIndex(definition, value) is int index && !IsRead(value, function):
                AbsorbedSums.Add(value);
                ScanOperation scan = (ScanOperation)definition.Operation;
                ResolveInBody(definition, scan.Body, scan.Body.Results[scan.Carries + scan.Outputs + index].Value, weights);
                break;
            case OperationKind.Outer or OperationKind.ScatterAdd:
                Absorbed.Add(definition);
                AddTerm(null, value, definition, weights);
                break;
            default:
                AddVectorTerm(null, value, weights);
                break;
        }
    }

    private void ResolveInBody(Equation scan, Function body, Value value, IReadOnlyList<string> weights)
    {
        Equation? definition = body.Equations.FirstOrDefault(e => e.Results.Contains(value));
        if (definition is { Kind: OperationKind.Add } && value.Type.IsMatrix)
        {
            Absorbed.Add(definition);
            ResolveInBody(scan, body, definition.Operands[0], weights);
            ResolveInBody(scan, body, definition.Operands[1], weights);
        }
        else if (definition is { Kind: OperationKind.Outer or OperationKind.ScatterAdd })
        {
            Absorbed.Add(definition);
            AddTerm(scan, value, definition, weights);
        }
        else
        {
            AddVectorTerm(scan, value, weights);
        }
    }

    private void AddVectorTerm(Equation? scan, Value term, IReadOnlyList<string> weights)
    {
        if (term.Type.IsMatrix)
        {
            throw new InvalidOperationException(
                $"The gradient of {string.Join(", ", weights)} has the term {term}: expected outer products or scattered rows, found another matrix.");
        }

        AddTerm(scan, term, null, weights);
    }

    private void AddTerm(Equation? scan, Value term, Equation? definition, IReadOnlyList<string> weights)
    {
        Terms.Add(new GradientTerm(scan, term, definition, weights));
        Reads.UnionWith(definition?.Operands ?? [term]);
    }

    private static int? SumIndex(Equation equation, Value value)
    {
        ScanOperation scan = (ScanOperation)equation.Operation;
        for (int i = scan.Carries + scan.Outputs; i < equation.Results.Count; i++)
        {
            if (equation.Results[i] == value)
                return i - scan.Carries - scan.Outputs;
        }

        return null;
    }

    /// <summary>
    /// Whether a term, or an equation that no term replaces, reads a value, or another result than gradients of weights is the same value: the gradient of a vector that is
    /// added to a bias at each step is also that of the bias.
    /// </summary>
    private bool IsRead(Value value, Function function) => Reads.Contains(value)
        || function.Equations.Any(e => !Absorbed.Contains(e) && e.Operands.Contains(value))
        || function.Results.Any(r => r.Value == value && !(r.CotangentOf is { } parameter && _weights.Contains(parameter)));
}
