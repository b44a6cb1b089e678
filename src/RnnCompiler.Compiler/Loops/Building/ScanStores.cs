using RnnCompiler.Compiler.Ir;

namespace RnnCompiler.Compiler.Loops.Building;

/// <summary>Where the stacked outputs and the sums of a scan go.</summary>
internal sealed class ScanStores
{
    private readonly Equation _equation;
    private readonly ScanOperation _scan;
    private readonly IReadOnlyDictionary<Value, List<BufferView>> _resultTargets;
    private readonly Operands _operands;
    private readonly Func<Value, int?, BufferView> _allocate;
    private readonly HashSet<Value> _read;
    private readonly GradientPlan _gradients;

    public ScanStores(
        Equation equation,
        HashSet<Value> read,
        GradientPlan gradients,
        IReadOnlyDictionary<Value, List<BufferView>> resultTargets,
        Operands operands,
        Func<Value, int?, BufferView> allocate)
    {
        _equation = equation;
        _scan = (ScanOperation)equation.Operation;
        _resultTargets = resultTargets;
        _operands = operands;
        _allocate = allocate;
        _gradients = gradients;
        _read = read;
    }

    /// <summary>The outputs that anyone wants: the value outside and the value of a step inside.</summary>
    public IEnumerable<(Value Outer, Value Inner)> Outputs =>
        Enumerable.Range(_scan.Carries, _scan.Outputs)
            .Select(i => (_equation.Results[i], _scan.Body.Results[i].Value))
            .Where(o => _read.Contains(o.Item1) || _resultTargets.ContainsKey(o.Item1));

    /// <summary>Values of the body that are read after the loop: terms of sums and of weight gradients.</summary>
    public IEnumerable<Value> SummedValues => Sums.Select(static s => s.Inner).Concat(_gradients.Sources.Where(s => s.Scan == _equation).SelectMany(static s => s.Definition?.Operands ?? [s.Term]));

    private IEnumerable<(Value Outer, Value Inner)> Sums =>
        Enumerable.Range(_scan.Carries + _scan.Outputs, _scan.Sums)
            .Select(i => (Outer: _equation.Results[i], Inner: _scan.Body.Results[i].Value))
            .Where(s => !_gradients.AbsorbedSums.Contains(s.Outer) && (_read.Contains(s.Outer) || _resultTargets.ContainsKey(s.Outer)));

    /// <summary>Whether a value of the function is read by it.</summary>
    public bool IsRead(Value value) => _read.Contains(value);

    /// <summary>Whether a value of the function is one of its results.</summary>
    public bool IsResult(Value value) => _resultTargets.ContainsKey(value);

    /// <summary>Whether the scan itself stores a result of the function, rather than leaving it to be copied.</summary>
    public bool IsStored(Value result) => Outputs.Any(o => o.Outer == result) || Sums.Any(s => s.Outer == result);

    /// <summary>The targets of a map: room for what is read later, and the places of results.</summary>
    public Dictionary<Value, List<BufferView>> MapTargets()
    {
        Dictionary<Value, List<BufferView>> targets = [];
        foreach ((Value outer, Value inner) in Outputs)
            AddOutput(targets, outer, inner);
        return targets;
    }

    /// <summary>Adds the targets of one output.</summary>
    public void AddOutput(Dictionary<Value, List<BufferView>> targets, Value outer, Value inner)
    {
        bool passesThrough = _scan.Body.Parameters.Any(p => p.Value == inner);
        if (passesThrough)
            _operands.Alias(outer, inner);
        if (!targets.TryGetValue(inner, out List<BufferView>? places))
            places = [];
        if (_read.Contains(outer) && !passesThrough)
        {
            BufferView? shared = places.FirstOrDefault(static p => p.Buffer.IsPadded && p.IsStacked);
            if (shared is null)
                places.Add(shared = _allocate(inner, _scan.Length));
            _operands.SetView(outer, shared);
        }

        if (_resultTargets.TryGetValue(outer, out List<BufferView>? wanted))
            places.AddRange(wanted);
        if (places.Count > 0)
            targets[inner] = places;
    }

    /// <summary>The sums over time that are values of their own.</summary>
    public IReadOnlyList<LoopNest> SumNests()
    {
        List<LoopNest> nests = [];
        foreach ((Value outer, Value inner) in Sums)
        {
            List<BufferView> targets = _resultTargets.TryGetValue(outer, out List<BufferView>? wanted) ? [.. wanted] : [];
            BufferView? readable = targets.FirstOrDefault(static t => t.Buffer.IsPadded);
            if (readable is null)
                targets.Add(readable = _allocate(outer, null));
            _operands.SetView(outer, readable);
            string text = FormattableString.Invariant($"{EquationText.Name(outer)} = Σ {EquationText.Name(inner)} over steps   [{outer.Type.Rows}]");
            nests.Add(new SumNest(_operands.View(inner), OverTime: true, OverRows: false, targets, Accumulate: false, [text]));
        }

        return nests;
    }
}
