using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Targets;

namespace RnnCompiler.Compiler.Loops.Building;

/// <summary>
/// Builder of the nests of a scan whose carries are all shift registers, such as the delay line of a convolution. A sequence is stored once, behind the initial carry:
/// the carry before a step and the windows of the carry and the new elements are overlapping slots of one buffer, which no step copies. The steps are then independent.
/// </summary>
internal sealed class WindowBuilder
{
    /// <summary>Number of parts of a window up to which a product reads them one by one; more are copied to one place.</summary>
    private const int MaxParts = 8;

    private readonly Equation _equation;
    private readonly ScanOperation _scan;
    private readonly ScanStores _stores;
    private readonly LoopBuildContext _context;
    private readonly IReadOnlyList<ShiftRegister> _registers;
    private readonly Dictionary<Value, List<BufferView>> _targets = [];

    private WindowBuilder(Equation equation, ScanStores stores, LoopBuildContext context, IReadOnlyList<ShiftRegister> registers)
    {
        _equation = equation;
        _scan = (ScanOperation)equation.Operation;
        _stores = stores;
        _context = context;
        _registers = registers;
    }

    /// <summary>The results of the scan that are windows: views, which nests after the scan copy if the caller wants them.</summary>
    public HashSet<Value> Windows { get; } = [];

    /// <summary>
    /// Creates the builder; returns null if the scan has another carry, or computes more from its carries than windows. A scan that runs all steps keeps its carries behind
    /// the last step of a row, so that these are not windows of the sequence.
    /// </summary>
    public static WindowBuilder? TryCreate(Equation equation, ScanStores stores, LoopBuildContext context)
    {
        ScanOperation scan = (ScanOperation)equation.Operation;
        if (scan.IsWhole || scan.Direction != ScanDirection.Forward || scan.Sums > 0 || stores.SummedValues.Any())
            return null;
        List<ShiftRegister> registers = [];
        for (int i = 0; i < scan.Carries; i++)
        {
            if (ShiftRegister.Of(scan, i) is not { } register)
                return null;
            registers.Add(register);
        }

        WindowBuilder builder = new(equation, stores, context, registers);
        return builder.HasOnlyWindows() ? builder : null;
    }

    /// <summary>Builds the nests.</summary>
    /// <param name="inMemory">The values of the body that are read by other than its equations.</param>
    public IReadOnlyList<LoopNest> Build(HashSet<Value> inMemory)
    {
        List<LoopNest> nests = [.. _registers.SelectMany(PlaceCarry)];
        foreach ((Value outer, Value inner) in _stores.Outputs)
        {
            if (RegisterOf(inner) is { } register && inner != register.New)
            {
                LoopBuffer buffer = _context.Locations.View(register.Carry).Buffer;
                _context.Locations.SetParts(outer, register.PartsOf(inner, _scan.Body)!.Select(p => BufferView.Stacked(buffer) with { LaneOffset = p.First, Length = p.Length }));
                Windows.Add(outer);
            }
            else
            {
                _stores.AddOutput(_targets, outer, inner);
            }
        }

        HashSet<Value> carried = Carried();
        IReadOnlyList<Equation> computed = [.. _scan.Body.Equations.Where(e => !carried.Contains(e.Result))];
        IReadOnlyList<Region> regions = RegionBuilder.Build(computed, _context.Locations, _targets, inMemory, v => _context.Allocate(v, _scan.Length));
        nests.AddRange(regions.Select(static r => new RegionNest(r, LoopAxis.Steps)));
        for (int i = 0; i < _registers.Count; i++)
            nests.AddRange(StoreFinal(_equation.Results[i], _context.Locations.View(_registers[i].Carry)));
        return nests;
    }

    /// <summary>Whether each value that depends on a carry is a window, and each window can be read where it is.</summary>
    private bool HasOnlyWindows()
    {
        HashSet<Value> carried = Carried();
        if (_registers.Any(r => carried.Contains(r.New)))
            return false;
        HashSet<Value> results = [.. _scan.Body.Results.Select(static r => r.Value)];
        foreach (Equation equation in _scan.Body.Equations.Where(e => carried.Contains(e.Result)))
        {
            if (equation.Kind is not (OperationKind.Slice or OperationKind.Concat) || (results.Contains(equation.Result) && RegisterOf(equation.Result) is null))
                return false;
        }

        return _stores.Outputs.Where(o => carried.Contains(o.Inner)).All(o => RegisterOf(o.Inner) is { } register && IsReadable(o.Outer, register.PartsOf(o.Inner, _scan.Body)!));
    }

    private ShiftRegister? RegisterOf(Value value) => _registers.FirstOrDefault(r => r.PartsOf(value, _scan.Body) is not null);

    private HashSet<Value> Carried()
    {
        HashSet<Value> carried = [.. _registers.Select(static r => r.Carry)];
        foreach (Equation equation in _scan.Body.Equations.Where(e => e.Operands.Any(carried.Contains)))
            carried.UnionWith(equation.Results);
        return carried;
    }

    /// <summary>Whether a window is one view, or only products read it, which may read its parts.</summary>
    private bool IsReadable(Value window, IReadOnlyList<(int First, int Length)> parts)
    {
        bool isOneView = parts.Zip(parts.Skip(1), static (a, b) => a.First + a.Length == b.First).All(static adjacent => adjacent);
        return isOneView || (parts.Count <= MaxParts && _stores.TargetsOf(window).Count == 0
            && _context.Function.Equations.Where(e => e.Operands.Contains(window)).All(e => OnlyMultiplies(e, window, parts)));
    }

    /// <summary>Whether the body of a map over time only multiplies the window with weights, or has it as a factor of their gradients.</summary>
    private bool OnlyMultiplies(Equation equation, Value window, IReadOnlyList<(int First, int Length)> parts)
    {
        if (equation.Operation is not ScanOperation scan)
            return false;
        IReadOnlyList<Parameter> parameters = scan.Body.Parameters;
        Value local = parameters[equation.Operands.ToList().IndexOf(window)].Value;
        return scan.Body.Results.All(r => r.Value != local) && scan.Body.Equations.Where(e => e.Operands.Contains(local)).All(e => e.Kind switch
        {
            OperationKind.Outer => e.Operands[0] != local && !_context.Gradients.OuterSums.Any(s => s.Terms.Contains(e)),
            OperationKind.MatVec => Enumerable.Range(0, parameters.Count).Any(i =>
                parameters[i].Value == e.Operands[0] && _context.Locations.CanSplit(equation.Operands[i], parts.Select(static p => p.Length))),
            _ => false,
        });
    }

    private IEnumerable<LoopNest> PlaceCarry(ShiftRegister register)
    {
        LoopBuffer buffer = new(EquationText.Name(register.Carry), MemorySpace.Workspace, register.Length + register.Shift, _scan.Length + 1, isPadded: true)
        {
            SlotStride = register.Shift,
        };
        _context.AddBuffer(buffer);
        BufferView carry = BufferView.Stacked(buffer) with { Length = register.Length };
        _context.Locations.Forget(register.Carry);
        _context.Locations.SetView(register.Carry, carry);
        BufferView entered = BufferView.Stacked(buffer) with { LaneOffset = register.Length, Length = register.Shift };
        _targets[register.New] = _targets.TryGetValue(register.New, out List<BufferView>? others) ? [.. others, entered] : [entered];
        Value initial = _equation.Operands[_scan.Body.Parameters.ToList().FindIndex(p => p.Value == register.Carry)];
        return _context.Copy(initial, [carry with { Slot = Slot.Fixed }]).Select(static r => new RegionNest(r, LoopAxis.Rows));
    }

    /// <summary>Copies the carry after the last step of each row to where it is wanted.</summary>
    private IEnumerable<LoopNest> StoreFinal(Value final, BufferView carry)
    {
        List<BufferView> targets = [.. _stores.TargetsOf(final)];
        BufferView? place = _stores.IsRead(final) ? _context.Allocate(final, null) : null;
        if (place is not null)
            targets.Add(place);
        if (targets.Count == 0)
            return [];
        _context.Locations.SetView(final, carry with { Slot = Slot.Last, Shift = 1 });
        IReadOnlyList<Region> regions = _context.Copy(final, targets);
        if (place is not null)
            _context.Locations.SetView(final, place);
        return regions.Select(static r => new RegionNest(r, LoopAxis.Rows));
    }
}
