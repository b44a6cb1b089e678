using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Kernels;
using RnnCompiler.Compiler.Loops;
using RnnCompiler.Compiler.Targets;
using RnnCompiler.Compiler.Tiling;

namespace RnnCompiler.Compiler.Lowering;

/// <summary>
/// Lowering of a recurrence: a loop over steps, possibly unrolled. The halves of double-buffered carries are exchanged after each step: between unrolled copies by
/// renaming, and at the end of an iteration by a swap if the unroll factor is odd. Each step computes the rows that have it, which come first. Unrolled copies
/// compute steps that all rows have.
/// </summary>
internal sealed class TimeLowering
{
    private readonly TimeLoop _nest;
    private readonly LoweringContext _context;
    private readonly Dictionary<LoopBuffer, (Pointer Current, Pointer Next)> _carries = [];
    private readonly List<Statement> _statements;
    private readonly IReadOnlyDictionary<LoopBuffer, VectorRegister[]> _registers;
    private readonly IReadOnlyDictionary<LoopBuffer, VectorRegister[]> _handed;
    private readonly int _unrollFactor;

    private TimeLowering(TimeLoop nest, LoweringContext context, IReadOnlyList<LoopBuffer> resident)
    {
        _nest = nest;
        _context = context;
        TimePlan plan = context.Tiles.Of<TimePlan>(nest);
        _unrollFactor = plan.UnrollFactor;
        _registers = context.Registers(resident);
        _handed = context.Handed(resident.Count > 0 ? plan.Handed : []);
        _statements = [new Comment([.. nest.Text, .. plan.Text, .. ResidentText(resident)])];
    }

    private bool Backwards => _nest.Direction == ScanDirection.Reverse;

    /// <summary>Emits the statements of a recurrence; for a single row in a loop of its own, if its carries can stay in registers.</summary>
    public static IReadOnlyList<Statement> Lower(TimeLoop nest, LoweringContext context)
    {
        IReadOnlyList<LoopBuffer> resident = context.Tiles.Of<TimePlan>(nest).Resident;
        if (resident.Count == 0)
            return Lower(nest, context, []);
        IReadOnlyList<Statement> single = Lower(nest, context with { Calls = context.Calls with { SingleRow = true } }, resident);
        if (!JitBudget.FitsMethod(single))
            return Lower(nest, context, []);
        return
        [
            new Conditional(KernelCondition.SingleRow, 0, [new Outlined("SingleRow", "The steps of a single row.", single)]),
            new Conditional(KernelCondition.RowsAtLeast, 2, Lower(nest, context, [])),
        ];
    }

    private static IReadOnlyList<Statement> Lower(TimeLoop nest, LoweringContext context, IReadOnlyList<LoopBuffer> resident)
    {
        TimeLowering lowering = new(nest, context, resident);
        lowering.Lower();
        return lowering._statements;
    }

    private static IEnumerable<string> ResidentText(IReadOnlyList<LoopBuffer> resident) => resident.Count == 0
        ? []
        : [$"a single row: {string.Join(" and ", resident.Select(static b => b.Name).Distinct())} in registers from step to step"];

    private void Lower()
    {
        foreach (LoopBuffer buffer in _nest.DoubleBuffered)
        {
            Pointer current = new(_context.Names.Unique(buffer.Name + "Current"), buffer.Space);
            _statements.Add(new DefinePointer(current, null, Affine.Of(_context.Placement.OffsetOf(buffer))));
            if (_registers.ContainsKey(buffer))
            {
                _carries[buffer] = (current, current);
                continue;
            }

            Pointer next = new(_context.Names.Unique(buffer.Name + "Next"), buffer.Space);
            _statements.Add(new DefinePointer(next, null, Affine.Of(_context.Placement.OffsetOf(buffer) + buffer.SlotStride)));
            _carries[buffer] = (current, next);
        }

        AddRegions(_nest.Prologue);
        if (_registers.Count > 0)
            AddResidentLoop();
        else if (_unrollFactor == 1)
            AddLoop(Bound.Of(0), LoweringContext.Steps(_nest, null));
        else if (_nest.WholeSteps is { } steps)
            AddUnrolled(steps);
        else
            AddUnrolled();
        AddRegions(_nest.Epilogue);
    }

    /// <summary>Adds a loop of whole unrolled iterations over the steps that all rows have, and one of the remaining steps at the end of the sequence.</summary>
    private void AddUnrolled()
    {
        IndexVariable? shortest = null;
        if (!_context.SingleRow)
        {
            shortest = _context.Names.Index("shortest");
            _statements.Add(new DefineId(shortest, MemorySpace.Lengths, Affine.Of(-1).Plus(RuntimeNumber.Rows, 1)));
        }

        Bound whole = Bound.Of(RuntimeNumber.Steps, _unrollFactor, shortest);
        if (Backwards)
            AddLoop(whole, Bound.Of(RuntimeNumber.Steps));
        if (_unrollFactor == _nest.Steps)
        {
            _statements.Add(new Conditional(KernelCondition.StepsAtLeast, _unrollFactor, Copies(null, _unrollFactor)) { Local = shortest });
        }
        else
        {
            IndexVariable t = _context.Names.Index("t");
            _statements.Add(new Loop(t, Bound.Of(0), whole, _unrollFactor, Backwards, Copies(t, _unrollFactor)));
        }

        if (!Backwards)
            AddLoop(whole, Bound.Of(RuntimeNumber.Steps));
    }

    /// <summary>Adds a loop of whole unrolled iterations over a number of steps that is known, and one of the remaining steps.</summary>
    private void AddUnrolled(int steps)
    {
        int factor = Math.Min(_unrollFactor, steps), whole = steps / factor * factor;
        if (Backwards && whole < steps)
            AddLoop(Bound.Of(whole), Bound.Of(steps));
        IndexVariable t = _context.Names.Index("t");
        _statements.Add(new Loop(t, Bound.Of(0), Bound.Of(whole), factor, Backwards, Copies(t, factor)));
        if (!Backwards && whole < steps)
            AddLoop(Bound.Of(whole), Bound.Of(steps));
    }

    /// <summary>Adds a loop whose carries are loaded before its first step and, if they have no history, stored after its last one.</summary>
    private void AddResidentLoop()
    {
        int lanes = _context.Target.Lanes;
        InvariantSums invariants = new(_context);
        foreach (KeyValuePair<LoopBuffer, VectorRegister[]> carry in _registers)
        {
            Pointer first = PlaceOf(carry.Key);
            _statements.AddRange(carry.Value.Select((register, v) => new DefineVector(register, new VectorLoad(first, v * lanes, lanes))));
        }

        _statements.AddRange(LoweringContext.Define(_handed));
        IndexVariable t = _context.Names.Index("t");
        TimeContext time = Time(t, 0, 0, 1) with { Resident = _registers.Concat(_handed).ToDictionary(static r => r.Key, static r => r.Value), Invariants = invariants };
        Loop loop = new(t, Bound.Of(0), LoweringContext.Steps(_nest, null), 1, Backwards, [.. Step(time), .. Swaps()]);
        _statements.AddRange(invariants.Statements);
        _statements.Add(loop);
        foreach (KeyValuePair<LoopBuffer, VectorRegister[]> carry in _registers.Where(c => _carries.ContainsKey(c.Key)))
        {
            Pointer last = PlaceOf(carry.Key);
            _statements.AddRange(carry.Value.Select((register, v) => new StoreVector(last, v * lanes, register, lanes, false)));
        }
    }

    /// <summary>Gets the place of a carry before the first step: that of a history is its first slot.</summary>
    private Pointer PlaceOf(LoopBuffer carry)
    {
        if (_carries.TryGetValue(carry, out (Pointer Current, Pointer Next) halves))
            return halves.Current;
        Pointer first = new(_context.Names.Unique(carry.Name + "At"), carry.Space);
        _statements.Add(new DefinePointer(first, null, Affine.Of(_context.Placement.OffsetOf(carry))));
        return first;
    }

    private void AddLoop(Bound lower, Bound upper)
    {
        IndexVariable t = _context.Names.Index("t");
        _statements.Add(new Loop(t, lower, upper, 1, Backwards, [.. Step(Time(t, 0, 0, 1)), .. Swaps()]));
    }

    /// <summary>Emits unrolled copies of a step from an index on, or from step 0 on if it is null.</summary>
    private List<Statement> Copies(IndexVariable? t, int factor)
    {
        List<int> shifts = [.. Enumerable.Range(0, factor)];
        if (Backwards)
            shifts.Reverse();
        List<Statement> body = [.. Methods([.. shifts.Select((s, i) => Regions(Time(t, s, i, factor)))])];
        if (factor % 2 == 1)
            body.AddRange(Swaps());
        return body;
    }

    private IEnumerable<Statement> Swaps() => _carries.Where(c => !_registers.ContainsKey(c.Key)).Select(static c => new Swap(c.Value.Current, c.Value.Next));

    private IReadOnlyList<Statement> Regions(TimeContext time)
    {
        IReadOnlyList<IReadOnlyList<Statement>> regions = [.. _nest.Body.Select(r => (IReadOnlyList<Statement>)[.. Region(r, time)])];
        return [.. _registers.Count > 0 ? regions.SelectMany(static r => r) : Methods(regions)]; // a method that is called has no registers of its caller
    }

    private TimeContext Time(IndexVariable? step, int shift, int copy, int unrollFactor) => new(
        step,
        copy % 2 == 1 ? _carries.ToDictionary(static c => c.Key, static c => (c.Value.Next, c.Value.Current)) : _carries)
    {
        Shift = shift,
        Copy = copy,
        UnrollFactor = unrollFactor,
    };

    private void AddRegions(IReadOnlyList<RegionNest> regions)
    {
        foreach (RegionNest region in regions)
            _statements.AddRange(Region(region, new TimeContext(null, _carries)));
    }

    private IReadOnlyList<Statement> Step(TimeContext time)
    {
        if (_context.SingleRow || _nest.WholeSteps is not null)
            return Regions(time);
        IndexVariable active = _context.Names.Index("active");
        time = time with { ActiveRows = active };
        return
        [
            new DefineId(active, MemorySpace.ActiveRows, Affine.Of(time.Shift).Plus(time.Step, 1)),
            .. Regions(time),
            .. HoldText(),
            .. _nest.Hold.SelectMany(r => new RegionLowering(_context, r, time).LowerInactive()),
        ];
    }

    private IEnumerable<Statement> HoldText() => _nest.Hold.Count == 0
        ? []
        : [new Comment([$"rows without this step keep {string.Join(", ", _nest.Hold.SelectMany(static n => n.Region.Stores.Select(static s => s.Target.Buffer.Name)))}"])];

    private IEnumerable<Statement> Region(RegionNest region, TimeContext time)
    {
        IReadOnlyList<Statement> statements = [.. new RegionLowering(_context, region, time).Lower(), .. _context.AfterNest];
        return region.For == RequestedResults.None ? statements : [new Conditional(KernelCondition.Requests, (int)region.For, statements)];
    }

    /// <summary>Joins the regions of a step, or unrolled copies of it; if they exceed the budget of one method, distributes them over several.</summary>
    private static IEnumerable<Statement> Methods(IReadOnlyList<IReadOnlyList<Statement>> copies)
    {
        IReadOnlyList<Statement> whole = [.. copies.SelectMany(static c => c)];
        if (copies.Count <= 1 || JitBudget.FitsMethod(whole))
            return whole;
        List<Statement> calls = [];
        List<Statement> together = [];
        foreach (IReadOnlyList<Statement> copy in copies)
        {
            if (together.Count > 0 && !JitBudget.FitsMethod([.. together, .. copy]))
            {
                calls.Add(new Outlined("Steps", "A part of the steps of a recurrence.", together));
                together = [];
            }

            together.AddRange(copy);
        }

        calls.Add(new Outlined("Steps", "A part of the steps of a recurrence.", together));
        return calls;
    }
}
