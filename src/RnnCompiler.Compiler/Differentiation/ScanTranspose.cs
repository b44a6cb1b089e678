using RnnCompiler.Compiler.Ir;

namespace RnnCompiler.Compiler.Differentiation;

/// <summary>
/// Transpose of a scan: back-propagation through time (Werbos 1990), derived as in JAX. It is a scan in the opposite direction whose carries are the cotangents
/// of the carries. Inputs become outputs, outputs inputs, invariants sums, and sums invariants. The forward scan is extended by the residuals that its
/// transpose reads.
/// </summary>
internal sealed class ScanTranspose
{
    private readonly Equation _equation;
    private readonly ScanOperation _scan;
    private readonly bool[] _bars;
    private readonly bool[] _reached;
    private readonly HashSet<Value> _varied;
    private readonly bool _stacksStateBar;

    /// <summary>Selects the residuals with a dry run of the backward body.</summary>
    /// <param name="equation">The scan.</param>
    /// <param name="bars">Whether each of its results has a cotangent.</param>
    /// <param name="wanted">Values of the function whose cotangents are needed.</param>
    /// <param name="stacksStateBar">Whether the cotangent of the first carry after each step becomes an output.</param>
    public ScanTranspose(Equation equation, bool[] bars, ISet<Value> wanted, bool stacksStateBar = false)
    {
        _equation = equation;
        _stacksStateBar = stacksStateBar;
        _scan = (ScanOperation)equation.Operation;
        bool[] parameters = ActivityAnalysis.VariedParameters(_scan, [.. equation.Operands.Select(wanted.Contains)]);
        _varied = ActivityAnalysis.Varied(Body.Parameters.Where((_, i) => parameters[i]).Select(static p => p.Value), Body.Equations);
        _reached = ActivityAnalysis.ReachedParameters(_scan, bars, _varied);
        _bars = [.. bars.Select((b, i) => b || (i < _scan.Carries && _reached[i]))];

        HashSet<Value> read = [];
        BuildBody(read, null);
        Residuals = ResidualSelection.Choose(_scan, read);
    }

    /// <summary>The values of the forward body that the forward scan stores for each step.</summary>
    public IReadOnlyList<Value> Residuals { get; }

    private Function Body => _scan.Body;

    /// <summary>Creates the forward scan with its residuals as further stacked outputs; a residual that is an output already is not repeated.</summary>
    public ScanOperation Extended()
    {
        List<FunctionResult> results = [.. Body.Results];
        int outputs = _scan.Carries + _scan.Outputs;
        IReadOnlyList<Value> added = Added();
        for (int i = 0; i < added.Count; i++)
            results.Insert(outputs + i, new FunctionResult(FormattableString.Invariant($"residual_{i}"), added[i]));
        return _scan with { Body = Body with { Results = results }, Outputs = _scan.Outputs + added.Count };
    }

    /// <summary>Gets the index in the extended scan of a result of the original one.</summary>
    public int ExtendedIndex(int result) => result < _scan.Carries + _scan.Outputs ? result : result + Added().Count;

    /// <summary>Adds the transposed scan to a function and accumulates the cotangents of its operands; returns the cotangents of the first carry if they are stacked.</summary>
    /// <param name="pullback">The function under construction.</param>
    /// <param name="primal">Gets the value in that function that corresponds to a value of the forward pass.</param>
    /// <param name="extended">The results of the extended forward scan.</param>
    /// <param name="wanted">Values of the function whose cotangents are needed.</param>
    public Value? Apply(Pullback pullback, Func<Value, Value> primal, IReadOnlyList<Value> extended, ISet<Value> wanted)
    {
        BackwardBody backward = BuildBody(null, Residuals);
        List<Value> operands = [];
        foreach (int i in Carries)
            operands.Add(pullback.CotangentOf(_equation.Results[i]) ?? pullback.Constant(0, _equation.Results[i].Type));
        foreach (BackwardParameter parameter in backward.Parameters)
        {
            operands.Add(parameter.Kind switch
            {
                BackwardBinding.Residual => extended[ResidualIndex(parameter.Inner)],
                BackwardBinding.Operand => primal(_equation.Operands[parameter.Index]),
                _ => pullback.CotangentOf(_equation.Results[parameter.Index])!,
            });
        }

        ScanDirection direction = _scan.Direction == ScanDirection.Forward ? ScanDirection.Reverse : ScanDirection.Forward;
        int inputs = backward.Parameters.Count(static s => s.IsStacked);
        ScanOperation transposed = new(backward.Body, direction, _scan.Length, Carries.Count, inputs, backward.Outputs.Count + backward.StateBars) { IsWhole = _scan.IsWhole };
        IReadOnlyList<Value> results = pullback.Builder.AddMany(transposed, operands);
        int stacked = Carries.Count + backward.Outputs.Count;
        List<int> targets = [.. Carries, .. backward.Outputs, .. backward.Sums];
        for (int i = 0; i < targets.Count; i++)
        {
            if (wanted.Contains(_equation.Operands[targets[i]]))
                pullback.Accumulate(_equation.Operands[targets[i]], results[i < stacked ? i : i + backward.StateBars]);
        }

        return backward.StateBars == 0 ? null : results[stacked];
    }

    private List<int> Carries => [.. Enumerable.Range(0, _scan.Carries).Where(i => _bars[i] && _varied.Contains(Body.Parameters[i].Value))];

    private IReadOnlyList<Value> Added() => [.. Residuals.Where(r => ExistingOutput(r) < 0)];

    private int ExistingOutput(Value value)
    {
        for (int i = _scan.Carries; i < _scan.Carries + _scan.Outputs; i++)
        {
            if (Body.Results[i].Value == value)
                return i;
        }

        return -1;
    }

    private int ResidualIndex(Value value)
    {
        int existing = ExistingOutput(value);
        if (existing >= 0)
            return existing;
        IReadOnlyList<Value> added = Added();
        return _scan.Carries + _scan.Outputs + Enumerable.Range(0, added.Count).First(i => added[i] == value);
    }

    /// <summary>Builds the backward body. Without residuals it is a dry run that only records the values that are read.</summary>
    private BackwardBody BuildBody(ISet<Value>? reads, IReadOnlyList<Value>? residuals)
    {
        FunctionBuilder builder = new(Body.Name + ".backward");
        BodyPrimals primals = new(_scan, builder, reads, residuals);
        Pullback pullback = new(builder, primals.Of);
        List<(int Carry, Value Value)> carries = [
            .. Carries.Select(i => (i, builder.Parameter(BarName(Body.Parameters[i].Value), Body.Results[i].Value.Type, ParameterRole.Carry)))];
        foreach ((int carry, Value value) in carries)
            pullback.Accumulate(Body.Results[carry].Value, value);
        for (int i = _scan.Carries; i < Body.Results.Count; i++)
        {
            if (!_bars[i] || !_varied.Contains(Body.Results[i].Value))
                continue;
            bool stacked = i < _scan.Carries + _scan.Outputs;
            pullback.Accumulate(Body.Results[i].Value, primals.Cotangent(i, Body.Results[i].Value, stacked));
        }

        pullback.Run(Body.Equations, _varied, _ => throw new InvalidOperationException($"{Body.Name} has a scan inside a scan, which cannot be transposed."));

        foreach ((int carry, _) in carries)
            builder.Result(Body.Results[carry].Name + "_bar", pullback.CotangentOf(Body.Parameters[carry].Value) ?? builder.Constant(0, Body.Parameters[carry].Value.Type));
        List<int> outputs = Reached(_scan.Carries, _scan.Inputs, pullback);
        List<int> sums = Reached(_scan.Carries + _scan.Inputs, _scan.Invariants, pullback);
        foreach (int i in outputs)
            AddResult(i);
        Value? stateBar = _stacksStateBar ? pullback.CotangentOf(Body.Results[0].Value) : null;
        if (stateBar is not null)
            builder.Result("step_gradient", stateBar);
        foreach (int i in sums)
            AddResult(i);

        Function body = builder.Build();
        IReadOnlyList<BackwardParameter> parameters = [.. primals.Parameters.Where(static p => p.IsStacked), .. primals.Parameters.Where(static p => !p.IsStacked)];
        Dictionary<Value, Parameter> byValue = body.Parameters.ToDictionary(static p => p.Value);
        body = body with { Parameters = [.. carries.Select(c => byValue[c.Value]), .. parameters.Select(p => byValue[p.Parameter])] };
        return new BackwardBody(body, parameters, outputs, sums, stateBar is null ? 0 : 1);

        void AddResult(int i) =>
            builder.Result(FormattableString.Invariant($"{BarName(Body.Parameters[i].Value)}_{i}"), pullback.CotangentOf(Body.Parameters[i].Value)!);
    }

    private List<int> Reached(int first, int count, Pullback pullback) =>
        [.. Enumerable.Range(first, count).Where(i => _reached[i] && pullback.CotangentOf(Body.Parameters[i].Value) is not null)];

    private static string BarName(Value value) => (value.Name ?? "carry") + "_bar";

    private sealed record BackwardBody(
        Function Body, IReadOnlyList<BackwardParameter> Parameters, IReadOnlyList<int> Outputs, IReadOnlyList<int> Sums, int StateBars);
}
