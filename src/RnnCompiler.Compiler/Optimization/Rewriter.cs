using RnnCompiler.Compiler.Ir;

namespace RnnCompiler.Compiler.Optimization;

/// <summary>
/// Rewriter of a function: traverses its equations in order and replaces those that a rule matches. Equations that no rule matches remain the same objects, so
/// a pass that changes nothing returns the function that it was given.
/// </summary>
internal sealed class Rewriter
{
    private readonly Function _source;
    private readonly List<Equation> _equations = [];
    private readonly Dictionary<Value, Value> _replacements = [];
    private readonly Dictionary<Value, Equation> _definitions = [];
    private int _nextId;
    private bool _changed;

    private Rewriter(Function source)
    {
        _source = source;
        _nextId = FirstFreeId(source);
    }

    /// <summary>Applies a rule to each equation, after its operands were replaced.</summary>
    /// <param name="source">The function.</param>
    /// <param name="rule">Replaces all results of the equation and returns true, or returns false; the equation is then kept.</param>
    /// <param name="bodies">Rewrites the bodies of scans before the rule sees the scan; null to leave them.</param>
    public static Function Run(Function source, Func<Rewriter, Equation, bool> rule, Func<Function, Function>? bodies = null)
    {
        Rewriter rewriter = new(source);
        foreach (Equation equation in source.Equations)
        {
            Equation current = rewriter.Update(equation, bodies);
            if (!rule(rewriter, current))
                rewriter.Keep(current);
        }

        return rewriter._changed ? rewriter.Finish() : source;
    }

    /// <summary>Gets the lowest id above those of all values of a function.</summary>
    public static int FirstFreeId(Function function)
    {
        int next = 0;
        foreach (Parameter parameter in function.Parameters)
            next = Math.Max(next, parameter.Value.Id + 1);
        foreach (Value result in function.Equations.SelectMany(static e => e.Results))
            next = Math.Max(next, result.Id + 1);
        return next;
    }

    /// <summary>Gets the equation that defines a value; null for a parameter.</summary>
    public Equation? Definition(Value value) => _definitions.TryGetValue(value, out Equation? equation) ? equation : null;

    /// <summary>Gets the equation that defines a value, if it has the given kind.</summary>
    public bool TryDefinition(Value value, OperationKind kind, out Equation definition)
    {
        definition = Definition(value)!;
        return definition is not null && definition.Kind == kind;
    }

    /// <summary>Gets the value of all elements of a constant; null for any other value.</summary>
    public double? Number(Value value) => Definition(value)?.Operation is ConstantOperation constant ? constant.Number : null;

    /// <summary>Adds an equation with one result.</summary>
    public Value Emit(Operation operation, params Value[] operands) => EmitMany(operation, operands, [])[0];

    /// <summary>Adds an operation without attributes.</summary>
    public Value Emit(OperationKind kind, params Value[] operands) => Emit(Operation.Of(kind), operands);

    /// <summary>Adds a constant tensor.</summary>
    public Value Constant(double number, TensorType type) => Emit(new ConstantOperation(number, type));

    /// <summary>Adds an equation.</summary>
    public IReadOnlyList<Value> EmitMany(Operation operation, IReadOnlyList<Value> operands, IReadOnlyList<string?> names)
    {
        IReadOnlyList<TensorType> types = ShapeRules.Infer(operation, [.. operands.Select(static o => o.Type)]);
        Value[] results = [.. types.Select((type, i) => new Value(_nextId++, type, i < names.Count ? names[i] : null))];
        Keep(new Equation(results, operation, [.. operands]));
        _changed = true;
        return results;
    }

    /// <summary>Appends an equation.</summary>
    public void Keep(Equation equation)
    {
        foreach (Value result in equation.Results)
            _definitions[result] = equation;
        _equations.Add(equation);
    }

    /// <summary>Appends an equation that defines the same values as one of the source, but differs from it.</summary>
    public void KeepChanged(Equation equation)
    {
        Keep(equation);
        _changed = true;
    }

    /// <summary>Replaces a value of the source in all later equations and in the results.</summary>
    /// <returns>True, so that a rule can end with it.</returns>
    public bool Replace(Value old, Value replacement)
    {
        _replacements[old] = replacement;
        _changed = true;
        return true;
    }

    /// <summary>Gets the replacement of a value of the source, or the value itself if it was not replaced.</summary>
    public Value Map(Value value) => _replacements.TryGetValue(value, out Value? replacement) ? replacement : value;

    private Equation Update(Equation equation, Func<Function, Function>? bodies)
    {
        Operation operation = equation.Operation;
        if (bodies is not null && operation is ScanOperation scan)
        {
            Function body = bodies(scan.Body);
            if (!ReferenceEquals(body, scan.Body))
                operation = scan with { Body = body };
        }

        bool same = ReferenceEquals(operation, equation.Operation) && equation.Operands.All(o => ReferenceEquals(Map(o), o));
        if (same)
            return equation;
        _changed = true;
        return new Equation(equation.Results, operation, [.. equation.Operands.Select(Map)]);
    }

    private Function Finish() => _source with
    {
        Equations = _equations,
        Results = [.. _source.Results.Select(r => r with { Value = Map(r.Value) })],
    };
}
