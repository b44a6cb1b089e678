using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Kernels;
using RnnCompiler.Compiler.Loops;
using RnnCompiler.Compiler.Tiling;

namespace RnnCompiler.Compiler.Lowering;

/// <summary>
/// Lowering of a recurrence: a loop over steps, possibly unrolled, or straight-line code. The halves of double-buffered carries are exchanged after each step:
/// between unrolled copies by renaming, and at the end of an iteration by a swap if the unroll factor is odd.
/// </summary>
internal sealed class TimeLowering
{
    private readonly TimeLoop _nest;
    private readonly LoweringContext _context;
    private readonly Dictionary<LoopBuffer, (Pointer Current, Pointer Next)> _carries = [];
    private readonly List<Statement> _statements;
    private readonly int _unrollFactor;
    private readonly int _steps;

    private TimeLowering(TimeLoop nest, LoweringContext context)
    {
        _nest = nest;
        _context = context;
        TimePlan plan = context.Tiles.Of<TimePlan>(nest);
        _steps = nest.Steps;
        _unrollFactor = plan.UnrollFactor;
        _statements = [new Comment([.. nest.Text, .. plan.Text])];
    }

    private bool Backwards => _nest.Direction == ScanDirection.Reverse;

    /// <summary>Emits the statements of a recurrence.</summary>
    public static IReadOnlyList<Statement> Lower(TimeLoop nest, LoweringContext context)
    {
        TimeLowering lowering = new(nest, context);
        lowering.Lower();
        return lowering._statements;
    }

    private void Lower()
    {
        foreach (LoopBuffer buffer in _nest.DoubleBuffered)
        {
            Pointer current = new(_context.Names.Unique(buffer.Name + "Current"), buffer.Space);
            Pointer next = new(_context.Names.Unique(buffer.Name + "Next"), buffer.Space);
            _statements.Add(new DefinePointer(current, null, Affine.Of(_context.Placement.OffsetOf(buffer))));
            _statements.Add(new DefinePointer(next, null, Affine.Of(_context.Placement.OffsetOf(buffer) + buffer.SlotStride)));
            _carries[buffer] = (current, next);
        }

        AddRegions(_nest.Prologue, Outside(0));
        bool swapped = _unrollFactor == 1 ? AddLoop(_steps) : AddUnrolled();
        AddRegions(_nest.Epilogue, Outside(swapped ? 1 : 0));
    }

    /// <summary>Adds a loop of whole iterations, and the remaining steps at the end of the sequence as straight-line code.</summary>
    /// <returns>Whether the halves of the carries end exchanged by renaming.</returns>
    private bool AddUnrolled()
    {
        int rest = _steps / _unrollFactor == 1 ? _steps : _steps % _unrollFactor;
        int whole = _steps - rest;
        List<int> last = [.. Enumerable.Range(whole, rest)];
        if (Backwards)
        {
            last.Reverse();
            bool exchanged = AddCopies(last);
            if (exchanged && whole > 0)
            {
                AddSwaps();
                exchanged = false;
            }

            return whole > 0 ? AddLoop(whole) : exchanged;
        }

        if (whole > 0)
            AddLoop(whole);
        return AddCopies(last);
    }

    private bool AddCopies(IReadOnlyList<int> steps)
    {
        _statements.AddRange(Methods([.. steps.Select((t, i) => Copy(Time(null, t, i)))]));
        return steps.Count % 2 == 1;
    }

    private bool AddLoop(int whole)
    {
        IndexVariable t = _context.Names.Index("t");
        List<int> shifts = [.. Enumerable.Range(0, _unrollFactor)];
        if (Backwards)
            shifts.Reverse();
        List<Statement> body = [.. Methods([.. shifts.Select((s, i) => Copy(Time(t, s, i)))])];
        if (_unrollFactor % 2 == 1)
            body.AddRange(Swaps());
        Bound upper = whole == _steps && _unrollFactor == 1 ? Bound.Of(RuntimeNumber.Steps) : Bound.Of(whole);
        _statements.Add(new Loop(t, Bound.Of(0), upper, _unrollFactor, Backwards, body));
        return false;
    }

    private void AddSwaps() => _statements.AddRange(Swaps());

    private IEnumerable<Statement> Swaps() => _carries.Values.Select(static c => new Swap(c.Current, c.Next));

    private TimeContext Time(IndexVariable? step, int shift, int copy) => new(
        step,
        copy % 2 == 1 ? _carries.ToDictionary(static c => c.Key, static c => (c.Value.Next, c.Value.Current)) : _carries)
    {
        Shift = shift,
        Copy = copy,
        UnrollFactor = _unrollFactor,
    };

    private TimeContext Outside(int exchanges) => Time(null, 0, exchanges) with { Copy = 0, UnrollFactor = 0 };

    private void AddRegions(IReadOnlyList<RegionNest> regions, TimeContext time)
    {
        foreach (RegionNest region in regions)
            _statements.AddRange(Region(region, time));
    }

    private IReadOnlyList<Statement> Copy(TimeContext time) => [.. _nest.Body.SelectMany(r => Region(r, time))];

    private IEnumerable<Statement> Region(RegionNest region, TimeContext time) => new RegionLowering(_context, region, time).Lower().Concat(_context.AfterNest);

    /// <summary>Joins unrolled copies of a step; if they exceed the budget of one method, distributes them over several.</summary>
    private static IEnumerable<Statement> Methods(IReadOnlyList<IReadOnlyList<Statement>> copies)
    {
        if (copies.Count <= 1 || Fits(copies.SelectMany(static c => c)))
            return copies.SelectMany(static c => c);
        List<Statement> calls = [];
        List<Statement> together = [];
        foreach (IReadOnlyList<Statement> copy in copies)
        {
            if (together.Count > 0 && !Fits(together.Concat(copy)))
            {
                calls.Add(new Outlined("Steps", "Some steps of a recurrence, one after another.", together));
                together = [];
            }

            together.AddRange(copy);
        }

        calls.Add(new Outlined("Steps", "Some steps of a recurrence, one after another.", together));
        return calls;
    }

    private static bool Fits(IEnumerable<Statement> statements)
    {
        IReadOnlyList<Statement> all = [.. statements];
        return MethodSize.Of(all) <= JitBudget.StatementsPerMethod && MethodSize.Calls(all) <= JitBudget.InlinedCallsPerMethod;
    }
}
