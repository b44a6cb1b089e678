using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Targets;

namespace RnnCompiler.Compiler.Loops.Building;

/// <summary>
/// A function to nests: straight-line equations become regions over rows, maps over time regions over rows and steps, recurrences loops
/// over time, and the gradients of weights products over everything.
/// </summary>
internal sealed class LoopBuilder
{
    private readonly Function _function;
    private readonly FunctionInterface _interface;
    private readonly GradientPlan _gradients;
    private readonly GradientNestBuilder _gradientNests;
    private readonly Operands _operands = new();
    private readonly List<LoopGroup> _groups = [];
    private readonly List<LoopBuffer> _workspace = [];
    private readonly HashSet<Value> _forOtherResults = [];
    private readonly Dictionary<Value, List<BufferView>> _resultTargets = [];

    /// <summary>A gradient of the input that comes out of work which is needed anyway: copied where it is wanted, if it is.</summary>
    private readonly Dictionary<Value, List<BufferView>> _copiedIfWanted = [];

    private LoopBuilder(Function function, FunctionInterface @interface)
    {
        _function = function;
        _interface = @interface;
        _gradients = GradientPlan.Of(function);
        _gradientNests = new GradientNestBuilder(_gradients, _operands, @interface.Packing);
    }

    /// <summary>Builds the loop nests of a prepared function whose parameters and results lie where the interface says.</summary>
    public static LoopProgram Build(Function function, FunctionInterface @interface)
    {
        LoopBuilder builder = new(function, @interface);
        builder.Run();
        IReadOnlyList<LoopPhase> phases = Phases.Of(builder._groups);
        HashSet<LoopBuffer> touched = [.. builder._groups.SelectMany(static g => g.Nests).SelectMany(static n => n.Touched)];
        LoopBuffer[] workspace = [.. builder._workspace.Where(b => b.IsInterface || touched.Contains(b))];
        LoopBuffer[] outside = [.. builder._groups.SelectMany(static g => g.Nests).SelectMany(static n => n.Touched).Where(static b => !b.IsInWorkspace).Distinct()];
        return new LoopProgram(function.Name, [.. workspace, .. outside], phases);
    }

    private void Run()
    {
        _interface.Bind(_function, _operands);
        _workspace.AddRange(_interface.Workspace);
        FindWhatOnlyTheInputGradientNeeds();
        foreach (FunctionResult result in _function.Results)
        {
            if (_interface.TargetOf(result) is { } target)
                AddTarget(ComesAnyway(result.Value) && target.Buffer.Space == MemorySpace.InputGradient ? _copiedIfWanted : _resultTargets, result.Value, target);
        }

        List<Equation> run = [];
        foreach (Equation equation in _function.Equations.Where(e => !_gradients.Absorbed.Contains(e)))
        {
            bool stacked = IsOverStacked(equation);
            if (run.Count > 0 && (stacked || equation.Kind == OperationKind.Scan || IsForInputGradient(equation) != IsForInputGradient(run[0])))
                Flush(run);
            if (equation.Kind == OperationKind.Scan)
                AddScan(equation);
            else if (stacked)
                AddStacked(equation);
            else
                run.Add(equation);
        }

        Flush(run);
        StoreRemainingResults();
        AddGroup("WeightGradients", [.. _gradientNests.For(null), .. _gradientNests.Zeros()], false);
    }

    private static void AddTarget(Dictionary<Value, List<BufferView>> all, Value value, BufferView target)
    {
        if (!all.TryGetValue(value, out List<BufferView>? targets))
            all[value] = targets = [];
        targets.Add(target);
    }

    private bool ComesAnyway(Value value) => _function.Equations.Any(e => e.Results.Contains(value) && !IsForInputGradient(e));

    private void FindWhatOnlyTheInputGradientNeeds()
    {
        _forOtherResults.UnionWith(_function.Results.Where(r => !_interface.IsInputGradient(r)).Select(static r => r.Value));
        foreach (Equation equation in _function.Equations.Reverse())
        {
            if (equation.Results.Any(_forOtherResults.Contains))
                _forOtherResults.UnionWith(equation.Operands);
        }
    }

    private bool IsForInputGradient(Equation equation) => !equation.Results.Any(_forOtherResults.Contains);

    private void AddGroup(string title, IReadOnlyList<LoopNest> nests, bool forInputGradient)
    {
        if (nests.Count > 0)
            _groups.Add(new LoopGroup(title, forInputGradient, nests));
    }

    // straight-line equations ---------------------------------------------------------------------------------------------------

    private void Flush(List<Equation> run)
    {
        if (run.Count == 0)
            return;
        IReadOnlyList<Region> regions = RegionBuilder.Build(run, _operands, Targets(run), ReadOutside(run, _function.Equations), v => Allocate(v, null));
        AddGroup("Head", [.. regions.Select(static r => new RegionNest(r, LoopAxis.Rows))], IsForInputGradient(run[0]));
        run.Clear();
    }

    private Dictionary<Value, List<BufferView>> Targets(IReadOnlyList<Equation> run)
    {
        Dictionary<Value, List<BufferView>> targets = [];
        foreach (Value value in run.SelectMany(static e => e.Results))
        {
            if (_resultTargets.TryGetValue(value, out List<BufferView>? wanted))
                targets[value] = wanted;
            _resultTargets.Remove(value);
        }

        return targets;
    }

    private HashSet<Value> ReadOutside(IReadOnlyList<Equation> run, IReadOnlyList<Equation> all)
    {
        HashSet<Equation> inside = [.. run];
        HashSet<Value> own = [.. run.SelectMany(static e => e.Results)];
        HashSet<Value> read = [.. all.Where(e => !inside.Contains(e)).SelectMany(static e => e.Operands).Concat(_gradients.Reads).Concat(_copiedIfWanted.Keys).Where(own.Contains)];
        // A constant is spelled where it is read, but a weight gradient reads its factors from memory.
        read.RemoveWhere(v => !_gradients.Reads.Contains(v) && run.Any(e => e.Kind == OperationKind.Constant && e.Result == v));
        return read;
    }

    /// <summary>Makes room for a value, or for one of each step: a single step is a stack too.</summary>
    private BufferView Allocate(Value value, int? steps)
    {
        LoopBuffer buffer = new(EquationText.Name(value), MemorySpace.Workspace, value.Type.Rows, steps ?? 1, isPadded: true);
        _workspace.Add(buffer);
        return steps is null ? BufferView.Of(buffer) : BufferView.Stacked(buffer);
    }

    /// <summary>Parameters that are results, and results that other results are views of.</summary>
    private void StoreRemainingResults()
    {
        foreach (KeyValuePair<Value, List<BufferView>> result in _resultTargets.Concat(_copiedIfWanted))
        {
            bool stacked = _operands.ViewOrNull(result.Key)?.IsStacked ?? result.Value[0].IsStacked;
            Dictionary<Value, List<BufferView>> targets = new() { [result.Key] = result.Value };
            IReadOnlyList<Region> regions = RegionBuilder.Build([], _operands, targets, new HashSet<Value>(), static v => throw new InvalidOperationException($"{v} has no place."));
            AddGroup("Results", [.. regions.Select(r => new RegionNest(r, stacked ? LoopAxis.Steps : LoopAxis.Rows))], result.Value[0].Buffer.Space == MemorySpace.InputGradient);
        }
    }

    // stacked values outside of scans ----------------------------------------------------------------------------------------------

    private bool IsOverStacked(Equation equation) =>
        equation.Kind is not (OperationKind.Scan or OperationKind.TakeStep)
        && (equation.Kind == OperationKind.PlaceStep || equation.Operands.Any(o => _operands.ViewOrNull(o) is { IsStacked: true }) || IsStackedNumber(equation));

    /// <summary>Whether a result over all steps is a number: the gradient of an input that does not matter.</summary>
    private bool IsStackedNumber(Equation equation) => equation.Kind == OperationKind.Constant
        && _resultTargets.TryGetValue(equation.Result, out List<BufferView>? targets) && targets.Any(static t => t.IsStacked);

    /// <summary>An elementwise equation between stacked values is a map over time of the same equation between their steps.</summary>
    private void AddStacked(Equation equation)
    {
        int steps = equation.Result.Type.Rows;
        Value step = new(equation.Result.Id, equation.Result.Type.Unstack(), equation.Result.Name);
        BufferView view = Allocate(step, steps);
        List<BufferView> targets = [view];
        if (_resultTargets.TryGetValue(equation.Result, out List<BufferView>? wanted))
            targets.AddRange(wanted);
        _resultTargets.Remove(equation.Result);
        _operands.SetView(equation.Result, view);

        if (equation.Kind == OperationKind.PlaceStep)
        {
            AddPlaceStep(equation, targets);
            return;
        }

        Equation perStep = equation with { Results = [step] };
        IReadOnlyList<Region> regions = RegionBuilder.Build(
            [perStep], _operands, new Dictionary<Value, List<BufferView>> { [step] = targets }, new HashSet<Value>(), v => Allocate(v, steps));
        AddGroup("Combine", [.. regions.Select(static r => new RegionNest(r, LoopAxis.Steps))], IsForInputGradient(equation));
    }

    private void AddPlaceStep(Equation equation, List<BufferView> targets)
    {
        Value zero = new(equation.Result.Id, equation.Operands[0].Type, "zero");
        _operands.SetConstant(zero, 0);
        int at = ((StepOperation)equation.Operation).Step;
        Region zeros = Copy(zero, targets);
        Region one = Copy(equation.Operands[0], [.. targets.Select(t => t with { Slot = Slot.Fixed, Shift = t.Shift + at })]);
        AddGroup("PlaceStep", [new RegionNest(zeros, LoopAxis.Steps), new RegionNest(one, LoopAxis.Rows)], IsForInputGradient(equation));
    }

    private Region Copy(Value value, List<BufferView> targets) =>
        RegionBuilder.Build([], _operands, new Dictionary<Value, List<BufferView>> { [value] = targets }, new HashSet<Value>(), static v => throw new InvalidOperationException($"{v} has no place."))[0];

    // scans -----------------------------------------------------------------------------------------------------------------------

    private void AddScan(Equation equation)
    {
        ScanOperation scan = (ScanOperation)equation.Operation;
        Function body = scan.Body;
        for (int i = 0; i < body.Parameters.Count; i++)
        {
            if (i >= scan.Carries)
                _operands.Alias(body.Parameters[i].Value, equation.Operands[i]);
        }

        IReadOnlyList<Equation> equations = [.. body.Equations.Where(e => !_gradients.Absorbed.Contains(e))];
        ScanStores stores = new(equation, [.. Read()], _gradients, _resultTargets, _operands, Allocate);
        List<LoopNest> nests = [];
        if (scan.Carries == 0)
        {
            HashSet<Value> inMemory = ReadOutside(equations, body.Equations);
            inMemory.UnionWith(stores.SummedValues.Where(v => !_operands.IsKnown(v)));
            Dictionary<Value, List<BufferView>> targets = stores.MapTargets();
            IReadOnlyList<Region> regions = RegionBuilder.Build(equations, _operands, targets, inMemory, v => Allocate(v, scan.Length));
            nests.AddRange(regions.Select(static r => new RegionNest(r, LoopAxis.Steps)));
        }
        else
        {
            nests.Add(new RecurrenceBuilder(equation, equations, _operands, stores, Allocate, _workspace.Add).Schedule(ReadOutside(equations, body.Equations)));
        }

        nests.AddRange(stores.SumNests());
        nests.AddRange(_gradientNests.For(equation));
        foreach (Value result in equation.Results)
        {
            if (stores.IsStored(result))
                _resultTargets.Remove(result);
        }

        AddGroup(Title(scan), nests, IsForInputGradient(equation));
    }

    /// <summary>Values that anything but a weight gradient's sum reads.</summary>
    private IEnumerable<Value> Read() => _function.Equations.Where(e => !_gradients.Absorbed.Contains(e)).SelectMany(static e => e.Operands)
        .Concat(_gradients.Reads)
        .Concat(_copiedIfWanted.Keys);

    private static string Title(ScanOperation scan) => string.Concat(scan.Body.Name.Split('.', '_', ' ').Where(static p => p.Length > 0).Select(static p => char.ToUpperInvariant(p[0]) + p.Substring(1)));
}
