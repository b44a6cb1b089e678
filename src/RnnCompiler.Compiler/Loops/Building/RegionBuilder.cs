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
    private readonly IReadOnlyDictionary<Value, List<BufferView>> _targets;
    private readonly Dictionary<Value, int> _uses = [];
    private readonly RegionTerms _terms;
    private readonly RegionStages _stages = new();
    private readonly HashSet<Value> _inMemory;
    private readonly HashSet<Value> _inParts = [];

    private RegionBuilder(
        IReadOnlyList<Equation> equations,
        ValueLocations locations,
        IReadOnlyDictionary<Value, List<BufferView>> targets,
        ISet<Value> inMemory)
    {
        _equations = equations;
        _locations = locations;
        _targets = targets;
        _inMemory = [.. inMemory];
        CountUses();
        _terms = new RegionTerms(equations, _uses, locations);
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
        foreach (Equation equation in equations)
        {
            foreach (Value result in equation.Results)
                locations.Forget(result);
        }

        RegionBuilder builder = new(equations, locations, targets, inMemory);
        builder.Stage();
        RegionStores stores = new(equations, builder._stages, locations, targets, builder._inMemory, builder._inParts, allocate);
        stores.PlaceValues();
        stores.StoreKnownValues();
        int firstFreeId = 1 + equations.SelectMany(static e => e.Results.Concat(e.Operands)).Concat(targets.Keys).Concat(builder._inMemory).Select(static v => v.Id)
            .DefaultIfEmpty(0).Max();
        return [.. builder._stages.Drafts.Select(d => d.Finish(locations, builder._uses, firstFreeId)).Where(static r => r is not null).Select(static r => r!)];
    }

    private void CountUses()
    {
        foreach (Value operand in _equations.SelectMany(static e => e.Operands))
            _uses[operand] = _uses.TryGetValue(operand, out int n) ? n + 1 : 1;
        foreach (Value value in _targets.Keys.Concat(_inMemory))
            _uses[value] = _uses.TryGetValue(value, out int n) ? n + 1 : 1;
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
                    _stages.Set(equation.Result, null, equation.Operands.Max(_stages.Memory));
                    break;
                case OperationForm.View when equation.Kind == OperationKind.Concat:
                    _inMemory.Add(equation.Result);
                    int stage = equation.Operands.Max(_stages.RegisterOrMemory);
                    _stages.Set(equation.Result, null, stage + 1);
                    break;
                case OperationForm.View:
                    Value source = equation.Operands[0];
                    NeedInMemory(source);
                    _stages.Set(equation.Result, null, _stages.Memory(source));
                    break;
                case OperationForm.Reduction when RegionTerms.IsOneElement(equation):
                    _inMemory.Add(equation.Result);
                    _stages.Set(equation.Result, null, _stages.RegisterOrMemory(equation.Operands[0]) + 1);
                    break;
                case OperationForm.Reduction:
                    Value reduced = equation.Operands[0];
                    int at = _terms.FactorsOf(reduced) is { } factors ? StageFactors(factors) : _stages.RegisterOrMemory(reduced);
                    _inMemory.Add(equation.Result);
                    _stages.Draft(at, reduced.Type.Rows).Reductions.Add(equation);
                    _stages.Set(equation.Result, null, at + 1);
                    break;
                case OperationForm.Elementwise or OperationForm.Spread or OperationForm.Product when _terms.Contains(equation.Result):
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
        List<Equation> parts = _terms.Of(factors);
        int stage = parts.Max(FirstStage);
        stage += _stages.HasProducts(stage, factors.Result.Type.Rows) ? 1 : 0;
        foreach (Equation part in parts)
            AssignStage(part, stage);
        return stage;
    }

    /// <summary>Assigns an equation, and what is computed with it, to a region: the first in which all of them can be computed.</summary>
    private void StageSum(Equation equation)
    {
        List<Equation> sum = _terms.Of(equation);
        int stage = sum.Max(FirstStage);
        foreach (Equation part in sum)
            AssignStage(part, stage);
    }

    /// <summary>Gets the first stage in which the operands of an equation, its parts aside, can be read.</summary>
    private int FirstStage(Equation equation)
    {
        int stage = 0;
        foreach (Value operand in equation.Operands.Where(o => !_terms.IsPartOf(equation, o)))
        {
            if (!_locations.IsKnown(operand))
                stage = Math.Max(stage, IsReadInRegister(equation, operand) ? _stages.Register(operand)!.Value : _stages.Memory(operand));
            else if (IsProduct(equation.Kind) && _locations.TryConstant(operand, out _))
                stage = Math.Max(stage, 1);
        }

        return stage;
    }

    private void AssignStage(Equation equation, int stage)
    {
        foreach (Value operand in equation.Operands.Where(o => !_terms.IsPartOf(equation, o)))
        {
            // A value that a later stage reads lane by lane is stored to memory too.
            bool isStored = _locations.IsKnown(operand)
                ? IsProduct(equation.Kind) && _locations.TryConstant(operand, out _)
                : !IsReadInRegister(equation, operand) || _stages.Register(operand) < stage;
            if (isStored)
                NeedInMemory(operand);
        }

        _stages.Draft(stage, equation.Result.Type.Rows).Equations.Add(equation);
        _stages.Set(equation.Result, stage, stage + 1);
    }

    private bool IsReadInRegister(Equation equation, Value operand) =>
        IsLanewise(equation.Kind) && operand.Type.Rows == equation.Result.Type.Rows && _stages.Register(operand) is not null;

    private bool IsReadInParts(Equation equation) => equation.Kind == OperationKind.Concat
        && !_inMemory.Contains(equation.Result)
        && !_targets.ContainsKey(equation.Result)
        && ConcatenationParts.AreReadBy(_equations, equation, _locations);

    private static bool IsProduct(OperationKind kind) => OperationTraits.Of(kind).IsProduct;

    private static bool IsLanewise(OperationKind kind) => OperationTraits.Of(kind).IsElementwise;

    private void NeedInMemory(Value value)
    {
        // A constant has no location in memory yet, so a reader that needs one has it stored.
        if (!_locations.IsKnown(value) || _locations.TryConstant(value, out _))
            _inMemory.Add(value);
    }
}
