using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Targets;

namespace RnnCompiler.Compiler.Loops.Building;

/// <summary>
/// Builder of the time loop of a scan with carries. If nests after the loop read the values of a carry, it has a history: one slot more than there are steps,
/// so that the value before a step and the value after it are adjacent slots of one buffer. Any other carry is double-buffered.
/// </summary>
internal sealed class RecurrenceBuilder
{
    private readonly Equation _equation;
    private readonly ScanOperation _scan;
    private readonly IReadOnlyList<Equation> _body;
    private readonly ValueLocations _locations;
    private readonly ScanStores _stores;
    private readonly Func<Value, int?, BufferView> _allocate;
    private readonly Action<LoopBuffer> _addBuffer;
    private readonly Dictionary<Value, List<BufferView>> _targets = [];
    private readonly Dictionary<Value, List<BufferView>> _initial = [];
    private readonly Dictionary<Value, List<BufferView>> _final = [];
    private readonly Dictionary<Value, List<BufferView>> _held = [];
    private readonly List<LoopBuffer> _doubleBuffered = [];

    public RecurrenceBuilder(
        Equation equation,
        IReadOnlyList<Equation> body,
        ValueLocations locations,
        ScanStores stores,
        Func<Value, int?, BufferView> allocate,
        Action<LoopBuffer> addBuffer)
    {
        _equation = equation;
        _scan = (ScanOperation)equation.Operation;
        _body = body;
        _locations = locations;
        _stores = stores;
        _allocate = allocate;
        _addBuffer = addBuffer;
    }

    /// <summary>Builds the time loop.</summary>
    /// <param name="inMemory">The values of the body that are read by other than its equations.</param>
    public TimeLoop Build(HashSet<Value> inMemory)
    {
        HashSet<Value> summed = [.. _stores.SummedValues];
        inMemory.UnionWith(summed.Where(v => _body.Any(e => e.Results.Contains(v))));
        List<(Value Outer, Value Inner)> outputs = [.. _stores.Outputs.Where(o => _stores.IsRead(o.Outer) || _stores.OnRequest(o.Outer).Count == 0)];
        for (int i = 0; i < _scan.Carries; i++)
            PlaceCarry(i, outputs, summed);
        foreach ((Value outer, Value inner) in outputs)
            _stores.AddOutput(_targets, outer, inner);

        IReadOnlyList<Region> prologue = RegionBuilder.Build([], _locations, _initial, new HashSet<Value>(), NoLocation);
        IReadOnlyList<Region> body = RegionBuilder.Build(_body, _locations, _targets, inMemory, v => _allocate(v, summed.Contains(v) ? _scan.Length : null));
        IReadOnlyList<Region> hold = RegionBuilder.Build([], _locations, _held, new HashSet<Value>(), NoLocation);
        IReadOnlyList<Region> epilogue = RegionBuilder.Build([], _locations, _final, new HashSet<Value>(), NoLocation);
        return new TimeLoop(
            _scan.Direction,
            _scan.Length,
            [.. prologue.Select(static r => new RegionNest(r, LoopAxis.Rows))],
            [.. body.Select(static r => new RegionNest(r, LoopAxis.Rows)), .. OnRequest()],
            [.. hold.Select(static r => new RegionNest(r, LoopAxis.Rows))],
            [.. epilogue.Select(static r => new RegionNest(r, LoopAxis.Rows))],
            _doubleBuffered,
            [FormattableString.Invariant($"{_scan.Body.Name}: {(_scan.Direction == ScanDirection.Forward ? "forward" : "backward")} over {_scan.Length} steps")])
        {
            WholeSteps = _scan.IsWhole ? _scan.Length : null,
        };
    }

    /// <summary>
    /// Builds the regions of outputs that are stored on request only: they compute again what the regions before them have in registers, so that these are as fast without
    /// the request.
    /// </summary>
    private IEnumerable<RegionNest> OnRequest()
    {
        foreach ((Value outer, Value inner) in _stores.Outputs.Where(o => _stores.OnRequest(o.Outer).Count > 0).ToArray())
        {
            HashSet<Value> needed = [inner];
            List<Equation> slice = [];
            foreach (Equation equation in _body.Reverse().Where(e => e.Results.Any(r => needed.Contains(r) && !_locations.IsKnown(r))))
            {
                slice.Insert(0, equation);
                needed.UnionWith(equation.Operands);
            }

            Dictionary<Value, List<BufferView>> targets = new() { [inner] = [.. _stores.OnRequest(outer)] };
            foreach (Region region in RegionBuilder.Build(slice, _locations, targets, new HashSet<Value>(), v => _allocate(v, null)))
                yield return new RegionNest(region, LoopAxis.Rows) { For = RequestedResults.StepGradients };
        }
    }

    private void PlaceCarry(int index, List<(Value Outer, Value Inner)> outputs, HashSet<Value> summed)
    {
        Value before = _scan.Body.Parameters[index].Value;
        Value after = _scan.Body.Results[index].Value;
        Value final = _equation.Results[index];
        bool forward = _scan.Direction == ScanDirection.Forward;
        bool history = summed.Contains(before) || outputs.Any(o => (o.Inner == after && _stores.IsRead(o.Outer)) || o.Inner == before);

        LoopBuffer buffer = new(EquationText.Name(before), MemorySpace.Workspace, before.Type.Rows, history ? _scan.Length + 1 : 2, isPadded: true);
        _addBuffer(buffer);
        BufferView incoming = history ? BufferView.Stacked(buffer, forward ? 0 : 1) : BufferView.Of(buffer) with { Slot = Slot.Current };
        BufferView outgoing = history ? BufferView.Stacked(buffer, forward ? 1 : 0) : BufferView.Of(buffer) with { Slot = Slot.Next };
        BufferView end = _scan.IsWhole ? BufferView.Of(buffer) with { Shift = _scan.Length } : BufferView.Of(buffer) with { Slot = Slot.AfterLast };
        BufferView first = !history ? incoming : forward ? BufferView.Of(buffer) : end;
        _locations.Forget(before);
        _locations.SetView(before, incoming);
        Add(_targets, after, outgoing);
        Add(_initial, _equation.Operands[index], first);

        // A row without the step keeps its carries: until its first step in reverse, and for those who read its final carry. The values that other nests read are
        // at the steps of the row.
        bool readsFinal = _stores.IsRead(final);
        IReadOnlyList<BufferView> results = _stores.TargetsOf(final);
        if (!_scan.IsWhole && (!forward || readsFinal || (results.Count > 0 && !history)))
            Add(_held, before, outgoing);

        if (history)
        {
            // The history of a row ends at its last step; only a carry that the row holds is where all rows have it.
            _locations.SetView(final, !forward ? BufferView.Of(buffer) : readsFinal || _scan.IsWhole ? end : outgoing with { Slot = Slot.Last });
            foreach (BufferView target in results)
                Add(_final, final, target);
            return;
        }

        _doubleBuffered.Add(buffer);
        foreach (BufferView target in results)
            Add(_final, before, target);
        if (readsFinal)
        {
            BufferView place = _allocate(final, null);
            _locations.SetView(final, place);
            Add(_final, before, place);
        }
    }

    private static void Add(Dictionary<Value, List<BufferView>> targets, Value value, BufferView view)
    {
        if (!targets.TryGetValue(value, out List<BufferView>? places))
            targets[value] = places = [];
        places.Add(view);
    }

    private static BufferView NoLocation(Value value) => throw new InvalidOperationException($"{value} has no location to be copied from.");
}
