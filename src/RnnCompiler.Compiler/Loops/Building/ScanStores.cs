using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Targets;

namespace RnnCompiler.Compiler.Loops.Building;

/// <summary>Destinations of the stacked outputs and sums of a scan.</summary>
internal sealed class ScanStores
{
    private readonly Equation _equation;
    private readonly ScanOperation _scan;
    private readonly IReadOnlyDictionary<Value, List<BufferView>> _resultTargets;
    private readonly ValueLocations _locations;
    private readonly Func<Value, int?, BufferView> _allocate;
    private readonly HashSet<Value> _read;
    private readonly GradientAnalysis _gradients;

    public ScanStores(
        Equation equation,
        HashSet<Value> read,
        GradientAnalysis gradients,
        IReadOnlyDictionary<Value, List<BufferView>> resultTargets,
        ValueLocations locations,
        Func<Value, int?, BufferView> allocate)
    {
        _equation = equation;
        _scan = (ScanOperation)equation.Operation;
        _resultTargets = resultTargets;
        _locations = locations;
        _allocate = allocate;
        _gradients = gradients;
        _read = read;
    }

    /// <summary>The outputs that are read or are results: the stacked value and the value of one step.</summary>
    public IEnumerable<(Value Outer, Value Inner)> Outputs =>
        Enumerable.Range(_scan.Carries, _scan.Outputs)
            .Select(i => (_equation.Results[i], _scan.Body.Results[i].Value))
            .Where(o => _read.Contains(o.Item1) || _resultTargets.ContainsKey(o.Item1));

    /// <summary>The values of the body that nests after the loop read: terms of sums and of weight gradients.</summary>
    public IEnumerable<Value> SummedValues =>
        Sums.Select(static s => s.Inner).Concat(_gradients.Terms.Where(s => s.Scan == _equation).SelectMany(static s => s.Definition?.Operands ?? [s.Value]))
            .Concat(_gradients.OuterSums.Where(s => s.Scan == _equation).SelectMany(static s => s.Terms).SelectMany(static t => t.Operands));

    private IEnumerable<(Value Outer, Value Inner)> Sums =>
        Enumerable.Range(_scan.Carries + _scan.Outputs, _scan.Sums)
            .Select(i => (Outer: _equation.Results[i], Inner: _scan.Body.Results[i].Value))
            .Where(s => !s.Outer.Type.IsMatrix && !_gradients.AbsorbedSums.Contains(s.Outer) && (_read.Contains(s.Outer) || _resultTargets.ContainsKey(s.Outer)));

    /// <summary>Whether the function reads a value.</summary>
    public bool IsRead(Value value) => _read.Contains(value);

    /// <summary>Gets the destinations of a value that a time loop stores on request only.</summary>
    public IReadOnlyList<BufferView> OnRequest(Value value) => [.. TargetsOf(value).Where(IsOnRequest)];

    /// <summary>Gets the destinations of a value that is a result of the function.</summary>
    public IReadOnlyList<BufferView> TargetsOf(Value value) => _resultTargets.TryGetValue(value, out List<BufferView>? targets) ? targets : [];

    /// <summary>Whether the scan stores a result of the function itself, so that it need not be copied.</summary>
    public bool IsStored(Value result) =>
        _equation.Results.Take(_scan.Carries).Contains(result) || Outputs.Any(o => o.Outer == result) || Sums.Any(s => s.Outer == result);

    /// <summary>Gets the destinations of the outputs of a map over time, allocating buffers for those that are read.</summary>
    public Dictionary<Value, List<BufferView>> MapTargets()
    {
        Dictionary<Value, List<BufferView>> targets = [];
        foreach ((Value outer, Value inner) in Outputs)
            AddOutput(targets, outer, inner);
        return targets;
    }

    /// <summary>Adds the destinations of one output.</summary>
    public void AddOutput(Dictionary<Value, List<BufferView>> targets, Value outer, Value inner)
    {
        bool passesThrough = _scan.Body.Parameters.Any(p => p.Value == inner);
        if (passesThrough)
            _locations.Alias(outer, inner);
        if (!targets.TryGetValue(inner, out List<BufferView>? places))
            places = [];
        if (_read.Contains(outer) && !passesThrough)
        {
            BufferView? shared = places.FirstOrDefault(static p => p.Buffer.IsPadded && p.IsStacked);
            if (shared is null)
                places.Add(shared = _allocate(inner, _scan.Length));
            _locations.SetView(outer, shared);
        }

        if (_resultTargets.TryGetValue(outer, out List<BufferView>? wanted))
            places.AddRange(wanted.Where(static t => !IsOnRequest(t)));
        if (places.Count > 0)
            targets[inner] = places;
    }

    private static bool IsOnRequest(BufferView target) => target.Buffer.Space == MemorySpace.StepGradient;

    /// <summary>Builds the nests of the sums over time, except those that weight gradients replace.</summary>
    public IReadOnlyList<LoopNest> SumNests()
    {
        List<LoopNest> nests = [];
        foreach ((Value outer, Value inner) in Sums)
        {
            List<BufferView> targets = _resultTargets.TryGetValue(outer, out List<BufferView>? wanted) ? [.. wanted] : [];
            BufferView? readable = targets.FirstOrDefault(static t => t.Buffer.IsPadded);
            if (readable is null)
                targets.Add(readable = _allocate(outer, null));
            _locations.SetView(outer, readable);
            string text = FormattableString.Invariant($"{EquationText.Name(outer)} = Σ {EquationText.Name(inner)} over steps   [{outer.Type.Rows}]");
            SumNest sum = new(_locations.View(inner), OverTime: true, OverRows: false, targets, Accumulate: false, [text]);
            nests.Add(sum with { WholeSteps = _scan.IsWhole ? _scan.Length : null });
        }

        return nests;
    }
}
