using RnnCompiler.Compiler.Ir;

namespace RnnCompiler.Compiler.Building;

/// <summary>Builds a scan: what goes into its body is declared here once and read there under a local name.</summary>
internal sealed class ScanBuilder(FunctionBuilder outer, string name, ScanDirection direction, int length)
{
    private readonly FunctionBuilder _body = new(name);
    private readonly List<Value> _carries = [];
    private readonly List<Value> _inputs = [];
    private readonly List<Value> _invariants = [];
    private readonly Dictionary<Value, Expression> _locals = [];
    private readonly List<FunctionResult> _next = [];
    private readonly List<FunctionResult> _outputs = [];
    private readonly List<FunctionResult> _sums = [];

    /// <summary>A carry that starts from a value; its value before the step.</summary>
    public Expression Carry(string local, Value initial)
    {
        _carries.Add(initial);
        return new Expression(_body, _body.Parameter(local, initial.Type, ParameterRole.Carry));
    }

    /// <summary>One step of a stacked value.</summary>
    public Expression Input(Value stacked, string local) => Local(stacked, stacked.Type.Unstack(), local, _inputs, ParameterRole.StepInput);

    /// <summary>A value that is the same at each step.</summary>
    public Expression Invariant(Value value, string local) => Local(value, value.Type, local, _invariants, ParameterRole.Invariant);

    /// <summary>Takes in what a sequence reads, ahead of <see cref="Step"/>, so that parameters stand before equations.</summary>
    public StepScope Declare(TimeSequence sequence)
    {
        StepScope scope = new(part => Input(part.EachStep, part.Name), value => Invariant(value, LocalName(value)));
        foreach (StackedPart part in sequence.Parts)
            scope.Part(part);
        foreach (Value value in sequence.Invariants)
            scope.Invariant(value);
        return scope;
    }

    /// <summary>One step of a sequence, with the work that it still has to have done.</summary>
    public Expression Step(TimeSequence sequence) => sequence.AtStep(Declare(sequence));

    /// <summary>The value of a carry after the step, in the order of the carries.</summary>
    public void Next(string local, Expression value) => _next.Add(new FunctionResult(local, value.Value));

    /// <summary>A value to be stacked over time.</summary>
    public void Output(string local, Expression value) => _outputs.Add(new FunctionResult(local, value.Value));

    /// <summary>A value to be added up over time.</summary>
    public void Sum(string local, Expression value) => _sums.Add(new FunctionResult(local, value.Value));

    /// <summary>Adds the scan to the outer function; its results are final carries, stacked outputs, sums.</summary>
    /// <param name="resultNames">What readers call the results.</param>
    public IReadOnlyList<Value> Build(params string[] resultNames)
    {
        foreach (FunctionResult result in _next.Concat(_outputs).Concat(_sums))
            _body.Result(result.Name, result.Value);

        // Declared in the order in which the body met them; the scan wants carries, inputs, invariants.
        Function body = _body.Build();
        body = body with { Parameters = [.. body.Parameters.OrderBy(static p => Group(p.Role))] };
        ScanOperation scan = new(body, direction, length, _carries.Count, _inputs.Count, _outputs.Count);
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
