using RnnCompiler.Compiler.Ir;

namespace RnnCompiler.Compiler.Building;

/// <summary>Builds a scan. Each operand of the body is declared once and has a local name in the body.</summary>
internal sealed class ScanBuilder(FunctionBuilder outer, string name, ScanDirection direction, TimeExtent extent)
{
    private readonly FunctionBuilder _body = new(name);
    private readonly List<Value> _carries = [];
    private readonly List<Value> _inputs = [];
    private readonly List<Value> _invariants = [];
    private readonly Dictionary<Value, Expression> _locals = [];
    private readonly List<FunctionResult> _next = [];
    private readonly List<FunctionResult> _outputs = [];
    private readonly List<FunctionResult> _sums = [];

    /// <summary>Adds a carry with an initial value; returns its value before the step.</summary>
    public Expression Carry(string local, Value initial)
    {
        _carries.Add(initial);
        return new Expression(_body, _body.Parameter(local, initial.Type, ParameterRole.Carry));
    }

    /// <summary>Adds a stacked value as input; returns its value at one step.</summary>
    public Expression Input(Value stacked, string local) => Local(stacked, stacked.Type.Unstack(), local, _inputs, ParameterRole.StepInput);

    /// <summary>Adds a loop-invariant value.</summary>
    public Expression Invariant(Value value, string local) => Local(value, value.Type, local, _invariants, ParameterRole.Invariant);

    /// <summary>Adds the operands of a sequence. It is called before <see cref="Step"/>, so that the parameters of the body precede its equations.</summary>
    public StepScope Declare(DeferredSequence sequence)
    {
        StepScope scope = new(part => Input(part.EachStep, part.Name), value => Invariant(value, LocalName(value)));
        foreach (StackedValue part in sequence.Parts)
            scope.Part(part);
        foreach (Value value in sequence.Invariants)
            scope.Invariant(value);
        return scope;
    }

    /// <summary>Returns one step of a sequence, with its deferred computation applied.</summary>
    public Expression Step(DeferredSequence sequence) => sequence.AtStep(Declare(sequence));

    /// <summary>Returns a value at a step that the example has, and another one at other steps.</summary>
    public Expression AtStep(Expression value, Expression otherwise)
    {
        if (extent.Mask is null)
            return value;
        Expression present = Input(extent.Mask, "present");
        if (!value.Value.Type.IsScalar)
            present = new Expression(_body, _body.Add(new LengthOperation(OperationKind.Broadcast, value.Value.Type.Rows), [present.Value]));
        return Expression.Select(present, value, otherwise);
    }

    /// <summary>Sets the value of a carry after the step; called in the order of the carries.</summary>
    public void Next(string local, Expression value) => _next.Add(new FunctionResult(local, value.Value));

    /// <summary>Adds an output that is stacked over time.</summary>
    public void Output(string local, Expression value) => _outputs.Add(new FunctionResult(local, value.Value));

    /// <summary>Adds an output that is summed over time.</summary>
    public void Sum(string local, Expression value) => _sums.Add(new FunctionResult(local, value.Value));

    /// <summary>Adds the scan to the outer function; its results are final carries, stacked outputs, then sums.</summary>
    /// <param name="resultNames">The names of the results in the outer function.</param>
    public IReadOnlyList<Value> Build(params string[] resultNames)
    {
        foreach (FunctionResult result in _next.Concat(_outputs).Concat(_sums))
            _body.Result(result.Name, result.Value);

        // Parameters were declared in the order of their first use in the body; the scan needs carries, inputs, invariants.
        Function body = _body.Build();
        body = body with { Parameters = [.. body.Parameters.OrderBy(static p => Group(p.Role))] };
        ScanOperation scan = new(body, direction, extent.Steps, _carries.Count, _inputs.Count, _outputs.Count) { IsWhole = extent.Mask is not null };
        return outer.AddMany(scan, [.. _carries, .. _inputs, .. _invariants], resultNames);
    }

    private static int Group(ParameterRole role) => role switch
    {
        ParameterRole.Carry => 0,
        ParameterRole.StepInput => 1,
        _ => 2,
    };

    private static string LocalName(Value value) => value.Name is { } key ? key.Substring(key.LastIndexOf('.') + 1) : "k";

    private Expression Local(Value value, TensorType type, string local, List<Value> operands, ParameterRole role)
    {
        if (_locals.TryGetValue(value, out Expression known))
            return known;
        operands.Add(value);
        return _locals[value] = new Expression(_body, _body.Parameter(local, type, role));
    }
}
