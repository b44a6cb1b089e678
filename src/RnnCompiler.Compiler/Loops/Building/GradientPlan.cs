using RnnCompiler.Compiler.Ir;

namespace RnnCompiler.Compiler.Loops.Building;

/// <summary>A term of a weight's gradient.</summary>
/// <param name="Scan">The scan whose body has it, or null for a term of the function itself.</param>
/// <param name="Term">An outer product, a scattered row, or a plain vector.</param>
/// <param name="Definition">The equation of the term, where it is an outer product or a scattered row.</param>
/// <param name="Weights">Keys of the weights whose gradient it belongs to.</param>
internal sealed record GradientSource(Equation? Scan, Value Term, Equation? Definition, IReadOnlyList<string> Weights);

/// <summary>
/// Finds what the gradients of weights are made of. Weights are shared by all rows, so their gradients are sums over rows, and over
/// steps where the term stands in a scan: products of their own, never matrices that are added up step by step.
/// </summary>
internal sealed class GradientPlan
{
    private readonly Dictionary<Value, Equation> _definitions = [];

    private GradientPlan(Function function)
    {
        foreach (Equation equation in function.Equations)
        {
            foreach (Value result in equation.Results)
                _definitions[result] = equation;
        }
    }

    /// <summary>The terms.</summary>
    public List<GradientSource> Sources { get; } = [];

    /// <summary>Keys of weights that the loss does not depend on.</summary>
    public List<string> Zeros { get; } = [];

    /// <summary>Equations that the terms stand for: they are not computed as such.</summary>
    public HashSet<Equation> Absorbed { get; } = [];

    /// <summary>Sums of scans that the terms stand for.</summary>
    public HashSet<Value> AbsorbedSums { get; } = [];

    /// <summary>Values that the terms read: they must be in memory.</summary>
    public HashSet<Value> Reads { get; } = [];

    /// <summary>Looks at the results that are cotangents of weights.</summary>
    public static GradientPlan Of(Function function)
    {
        GradientPlan plan = new(function);
        HashSet<string> keys = [.. function.ParametersOf(ParameterRole.Weight).Select(static w => w.Name!)];
        IEnumerable<IGrouping<Value, string>> roots = function.Results
            .Where(r => r.CotangentOf is { } parameter && keys.Contains(parameter))
            .GroupBy(static r => r.Value, static r => r.CotangentOf!);
        foreach (IGrouping<Value, string> root in roots)
            plan.Resolve(root.Key, [.. root], function);
        return plan;
    }

    private void Resolve(Value value, IReadOnlyList<string> weights, Function function)
    {
        if (!_definitions.TryGetValue(value, out Equation? definition))
        {
            AddTerm(null, value, null, weights);
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
                AddTerm(null, value, null, weights);
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
            AddTerm(scan, value, null, weights);
        }
    }

    private void AddTerm(Equation? scan, Value term, Equation? definition, IReadOnlyList<string> weights)
    {
        Sources.Add(new GradientSource(scan, term, definition, weights));
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

    /// <summary>Whether a term of a gradient sum, or an equation that is no part of one, reads a value.</summary>
    private bool IsRead(Value value, Function function) =>
        Reads.Contains(value) || function.Equations.Any(e => !Absorbed.Contains(e) && e.Operands.Contains(value));
}
