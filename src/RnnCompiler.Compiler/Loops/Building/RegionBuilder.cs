using RnnCompiler.Compiler.Ir;

namespace RnnCompiler.Compiler.Loops.Building;

/// <summary>
/// Partitioner of straight-line equations into regions. The stage of an equation is the number of values in memory on its longest chain of dependences that
/// must be complete before it: a product reads all elements of its operand, and so does a reduction or an equation with another number of lanes. Equations of
/// the same stage and number of lanes form one region. The terms of a sum are in the region of the sum, so that their order does not depend on which of them is
/// complete first.
/// </summary>
internal sealed class RegionBuilder
{
    private readonly IReadOnlyList<Equation> _equations;
    private readonly ValueLocations _locations;
    private readonly Func<Value, BufferView> _allocate;
    private readonly IReadOnlyDictionary<Value, List<BufferView>> _targets;
    private readonly Dictionary<Value, Availability> _available = [];
    private readonly Dictionary<Value, int> _uses = [];
    private readonly Dictionary<Value, Equation> _terms = [];
    private readonly Dictionary<Value, Equation> _factors = [];
    private readonly HashSet<Value> _inMemory;
    private readonly HashSet<Value> _inParts = [];
    private readonly SortedDictionary<(int Stage, int Order), RegionDraft> _drafts = [];
    private readonly Dictionary<int, int> _orderOfLength = [];

    private RegionBuilder(
        IReadOnlyList<Equation> equations,
        ValueLocations locations,
        IReadOnlyDictionary<Value, List<BufferView>> targets,
        ISet<Value> inMemory,
        Func<Value, BufferView> allocate)
    {
        _equations = equations;
        _locations = locations;
        _targets = targets;
        _inMemory = [.. inMemory];
        _allocate = allocate;
    }

    /// <summary>Partitions equations into regions, in order of execution.</summary>
    /// <param name="equations">The equations; none is a scan or the term of a weight gradient.</param>
    /// <param name="locations">The locations of the operands; receives those of the results.</param>
    /// <param name="targets">The destinations of values, in addition to those that the regions need themselves.</param>
    /// <param name="inMemory">The values that later nests read from memory.</param>
    /// <param name="allocate">Allocates a buffer for a value.</param>
    public static IReadOnlyList<Region> Build(
        IReadOnlyList<Equation> equations,
        ValueLocations locations,
        IReadOnlyDictionary<Value, List<BufferView>> targets,
        ISet<Value> inMemory,
        Func<Value, BufferView> allocate)
    {
        RegionBuilder builder = new(equations, locations, targets, inMemory, allocate);
        foreach (Equation equation in equations)
        {
            foreach (Value result in equation.Results)
                locations.Forget(result);
        }

        builder.CountUses();
        builder.FindTerms();
        builder.Stage();
        builder.PlaceValues();
        builder.StoreKnownValues();
        int firstFreeId = 1 + equations.SelectMany(static e => e.Results.Concat(e.Operands)).Concat(targets.Keys).Concat(builder._inMemory).Select(static v => v.Id)
            .DefaultIfEmpty(0).Max();
        return [.. builder._drafts.Values.Select(d => d.Finish(locations, builder._uses, firstFreeId)).Where(static r => r is not null).Select(static r => r!)];
    }

    private void CountUses()
    {
        foreach (Value operand in _equations.SelectMany(static e => e.Operands))
            _uses[operand] = _uses.TryGetValue(operand, out int n) ? n + 1 : 1;
        foreach (Value value in _targets.Keys.Concat(_inMemory))
            _uses[value] = _uses.TryGetValue(value, out int n) ? n + 1 : 1;
    }

    /// <summary>Finds the products, of matrices and of elements, and inner sums that only a sum of as many lanes reads.</summary>
    private void FindTerms()
    {
        HashSet<Value> summed = [.. _equations.Where(static e => e.Kind == OperationKind.Add).SelectMany(static e => e.Operands.Where(o => o.Type.Rows == e.Result.Type.Rows))];
        foreach (Equation equation in _equations)
        {
            bool isTerm = equation.Kind is OperationKind.Add or OperationKind.Multiply || IsProduct(equation.Kind);
            if (isTerm && summed.Contains(equation.Result) && _uses[equation.Result] == 1)
                _terms[equation.Result] = equation;
        }

        // The products of elements of a dot product with a parameter.
        HashSet<Value> reduced = [.. _equations.Where(static e => e.Kind == OperationKind.Sum).Select(static e => e.Operands[0])];
        foreach (Equation equation in _equations.Where(e => e.Kind == OperationKind.Multiply && reduced.Contains(e.Result) && _uses[e.Result] == 1))
        {
            if (equation.Operands.Any(_locations.IsKnown))
                _factors[equation.Result] = equation;
        }
    }

    /// <summary>Assigns each equation to a region and finds the values that must be in memory.</summary>
    private void Stage()
    {
        foreach (Equation equation in _equations)
        {
            OperationForm form = OperationTraits.Of(equation.Kind).Form;
            switch (form)
            {
                case OperationForm.Literal:
                    _locations.SetConstant(equation.Result, ((ConstantOperation)equation.Operation).Number);
                    break;
                case OperationForm.View when IsReadInParts(equation):
                    foreach (Value part in equation.Operands)
                        NeedInMemory(part);
                    _inParts.Add(equation.Result);
                    _available[equation.Result] = new Availability(null, equation.Operands.Max(MemoryStage), equation.Result.Type.Rows);
                    break;
                case OperationForm.View when equation.Kind == OperationKind.Concat:
                    _inMemory.Add(equation.Result);
                    int stage = equation.Operands.Max(RegisterOrMemoryStage);
                    _available[equation.Result] = new Availability(null, stage + 1, equation.Result.Type.Rows);
                    break;
                case OperationForm.View:
                    Value source = equation.Operands[0];
                    NeedInMemory(source);
                    _available[equation.Result] = new Availability(null, MemoryStage(source), equation.Result.Type.Rows);
                    break;
                case OperationForm.Reduction:
                    Value reduced = equation.Operands[0];
                    int at = _factors.TryGetValue(reduced, out Equation? factors) ? StageFactors(factors) : RegisterOrMemoryStage(reduced);
                    _inMemory.Add(equation.Result);
                    Draft(at, reduced.Type.Rows).Reductions.Add(equation);
                    _available[equation.Result] = new Availability(null, at + 1, 1);
                    break;
                case OperationForm.Elementwise or OperationForm.Spread or OperationForm.Product when _terms.ContainsKey(equation.Result) || _factors.ContainsKey(equation.Result):
                    break;
                case OperationForm.Elementwise or OperationForm.Spread or OperationForm.Product:
                    StageSum(equation);
                    break;
                default:
                    throw new InvalidOperationException($"{equation.Result} = {equation.Kind} is {form}: expected an operation that a region can compute.");
            }
        }
    }

    /// <summary>
    /// Assigns the factors of a dot product to a region, whose stage is returned: not to one that computes matrix products, since a reduction over lanes would
    /// determine its tiles.
    /// </summary>
    private int StageFactors(Equation factors)
    {
        int stage = FirstStage(factors);
        bool hasProducts = _drafts.TryGetValue((stage, OrderOf(factors.Result.Type.Rows)), out RegionDraft? draft) && draft.Equations.Any(static e => IsProduct(e.Kind));
        stage += hasProducts ? 1 : 0;
        AssignStage(factors, stage);
        return stage;
    }

    /// <summary>Assigns an equation, and the terms of a sum, to a region: the first in which all of them can be computed.</summary>
    private void StageSum(Equation equation)
    {
        List<Equation> sum = [];
        Collect(equation, sum);
        int stage = sum.Max(FirstStage);
        foreach (Equation part in sum)
            AssignStage(part, stage);
    }

    /// <summary>Collects the terms of a sum, each behind those that it reads; the equation itself is last.</summary>
    private void Collect(Equation equation, List<Equation> sum)
    {
        foreach (Value operand in equation.Operands)
        {
            if (equation.Kind == OperationKind.Add && _terms.TryGetValue(operand, out Equation? term))
                Collect(term, sum);
        }

        sum.Add(equation);
    }

    /// <summary>Gets the first stage in which the operands of an equation, terms aside, can be read.</summary>
    private int FirstStage(Equation equation)
    {
        int stage = 0;
        foreach (Value operand in equation.Operands.Where(o => !IsTermOf(equation, o)))
        {
            if (!_locations.IsKnown(operand))
                stage = Math.Max(stage, IsReadInRegister(equation, operand) ? _available[operand].Register!.Value : _available[operand].Memory);
            else if (IsProduct(equation.Kind) && _locations.TryConstant(operand, out _))
                stage = Math.Max(stage, 1);
        }

        return stage;
    }

    private void AssignStage(Equation equation, int stage)
    {
        foreach (Value operand in equation.Operands.Where(o => !IsTermOf(equation, o)))
        {
            // A value that a later stage reads lane by lane is stored to memory too.
            bool isStored = _locations.IsKnown(operand)
                ? IsProduct(equation.Kind) && _locations.TryConstant(operand, out _)
                : !IsReadInRegister(equation, operand) || _available[operand].Register < stage;
            if (isStored)
                NeedInMemory(operand);
        }

        Draft(stage, equation.Result.Type.Rows).Equations.Add(equation);
        _available[equation.Result] = new Availability(stage, stage + 1, equation.Result.Type.Rows);
    }

    private bool IsTermOf(Equation equation, Value operand) => equation.Kind == OperationKind.Add && _terms.ContainsKey(operand);

    private bool IsReadInRegister(Equation equation, Value operand) =>
        IsLanewise(equation.Kind) && operand.Type.Rows == equation.Result.Type.Rows && _available[operand].Register is not null;

    private bool IsReadInParts(Equation equation) => equation.Kind == OperationKind.Concat
        && !_inMemory.Contains(equation.Result)
        && !_targets.ContainsKey(equation.Result)
        && ConcatenationParts.AreReadBy(_equations, equation, _locations);

    private static bool IsProduct(OperationKind kind) => OperationTraits.Of(kind).Form == OperationForm.Product;

    private static bool IsLanewise(OperationKind kind) => OperationTraits.Of(kind).IsElementwise;

    /// <summary>Gets the first stage at which single lanes of a value can be read, from a register or from memory.</summary>
    private int RegisterOrMemoryStage(Value value) =>
        _available.TryGetValue(value, out Availability? available) ? available.Register ?? available.Memory : 0;

    private int MemoryStage(Value value) => _available.TryGetValue(value, out Availability? available) ? available.Memory : 0;

    private void NeedInMemory(Value value)
    {
        // A constant has no location in memory yet, so a reader that needs one has it stored.
        if (!_locations.IsKnown(value) || _locations.TryConstant(value, out _))
            _inMemory.Add(value);
    }

    private RegionDraft Draft(int stage, int length)
    {
        int order = OrderOf(length);
        if (!_drafts.TryGetValue((stage, order), out RegionDraft? draft))
            _drafts[(stage, order)] = draft = new RegionDraft(length);
        return draft;
    }

    private int OrderOf(int length)
    {
        if (!_orderOfLength.TryGetValue(length, out int order))
            _orderOfLength[length] = order = _orderOfLength.Count;
        return order;
    }

    /// <summary>Allocates a buffer for each value that must be in memory and adds the stores to its region.</summary>
    private void PlaceValues()
    {
        foreach (Equation equation in _equations)
        {
            Value value = equation.Result;
            List<BufferView> targets = _targets.TryGetValue(value, out List<BufferView>? wanted) ? [.. wanted] : [];
            BufferView? source = equation.Kind is OperationKind.Slice or OperationKind.TakeStep ? _locations.View(equation.Operands[0]) : null;
            if (equation.Operation is SliceOperation slice)
                _locations.SetView(value, source! with { LaneOffset = source.LaneOffset + slice.Start, Length = slice.Length });
            else if (equation.Operation is StepOperation { Kind: OperationKind.TakeStep } step)
                _locations.SetView(value, source!.AtStep(step));
            else if (_inParts.Contains(value))
                _locations.SetParts(value, equation.Operands.SelectMany(_locations.Parts));
            else
                PlaceComputed(equation, value, targets);
        }
    }

    private void PlaceComputed(Equation equation, Value value, List<BufferView> targets)
    {
        if (_inMemory.Contains(value))
        {
            // Unpadded memory of the caller is not read back.
            BufferView? readable = targets.FirstOrDefault(static t => t.Buffer.IsPadded);
            if (readable is null)
                targets.Add(readable = _allocate(value));
            _locations.SetView(value, readable);
        }

        if (targets.Count == 0)
            return;
        switch (equation.Kind)
        {
            case OperationKind.Concat:
                int start = 0;
                foreach (Value part in equation.Operands)
                {
                    foreach (BufferView target in targets)
                        DraftOf(part).Stores.Add(new RegionStore(part, target with { LaneOffset = target.LaneOffset + start, Length = part.Type.Rows }));
                    start += part.Type.Rows;
                }

                break;
            case OperationKind.Sum or OperationKind.ReduceMax:
                DraftOf(equation.Operands[0]).ReductionTargets[equation] = targets;
                break;
            default:
                RegionDraft draft = equation.Kind == OperationKind.Constant ? Draft(0, value.Type.Rows) : DraftOf(value);
                draft.Stores.AddRange(targets.Select(t => new RegionStore(value, t)));
                break;
        }
    }

    /// <summary>Stores values that have a location already: parameters that are results, parts of sliced values, and constants that a product reads.</summary>
    private void StoreKnownValues()
    {
        HashSet<Value> computed = [.. _equations.Where(static e => e.Kind is not (OperationKind.Slice or OperationKind.TakeStep)).SelectMany(static e => e.Results)];
        foreach (KeyValuePair<Value, List<BufferView>> wanted in _targets.Where(w => !computed.Contains(w.Key)))
            Draft(MemoryStage(wanted.Key), wanted.Value[0].Length).Stores.AddRange(wanted.Value.Select(t => new RegionStore(wanted.Key, t)));
        foreach (Value number in _inMemory.Where(v => !computed.Contains(v) && _locations.ViewOrNull(v) is null))
        {
            BufferView view = _allocate(number);
            _locations.SetView(number, view);
            Draft(0, number.Type.Rows).Stores.Add(new RegionStore(number, view));
        }
    }

    private RegionDraft DraftOf(Value value) => Draft(RegisterOrMemoryStage(value), value.Type.Rows);

    /// <summary>First stages at which a value can be read: from a register in its own region (null if never), and from memory.</summary>
    private sealed record Availability(int? Register, int Memory, int Length);
}
