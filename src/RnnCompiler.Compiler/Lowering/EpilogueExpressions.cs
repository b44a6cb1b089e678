using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Kernels;
using RnnCompiler.Compiler.Loops;
using RnnCompiler.Compiler.Loops.Building;
using RnnCompiler.Compiler.Packing;
using RnnCompiler.Compiler.Targets;
using RnnCompiler.Compiler.Tiling;

namespace RnnCompiler.Compiler.Lowering;

/// <summary>Expressions of the elementwise equations of a region, for one vector of one row, in registers.</summary>
internal sealed class EpilogueExpressions
{
    private readonly LoweringContext _context;
    private readonly Region _region;
    private readonly TilePosition _position;
    private readonly TileMemory _memory;
    private readonly SumRegisters _sums;
    private readonly List<Statement> _statements;
    private readonly int _element;
    private readonly int _vector;
    private readonly Dictionary<Value, VectorExpression> _known = [];
    private readonly Dictionary<Value, int> _uses = [];
    private readonly Dictionary<Value, Equation> _definitions;

    public EpilogueExpressions(
        LoweringContext context,
        Region region,
        TilePosition position,
        TileMemory memory,
        SumRegisters sums,
        List<Statement> statements,
        int element,
        int vector)
    {
        _context = context;
        _region = region;
        _position = position;
        _memory = memory;
        _sums = sums;
        _statements = statements;
        _element = element;
        _vector = vector;
        _definitions = region.Elementwise.ToDictionary(static e => e.Result);
        foreach (Value value in region.Elementwise.SelectMany(static e => e.Operands))
            Count(value, 1);
        foreach (RegionStore store in region.Stores)
            Count(store.Value, 2);
        foreach (RegionReduction reduction in region.Reductions)
            Count(reduction.Operand, IsSumOfProducts(reduction) ? 1 : 2);
    }

    private LaneVector Lanes => _position.Vectors[_vector];

    /// <summary>Defines a local for each equation that has a name or several readers; the others are inlined into their reader.</summary>
    public void Compute()
    {
        foreach (Equation equation in _region.Elementwise)
        {
            if (IsInlined(equation.Result))
                continue;
            VectorExpression value = Spell(equation);
            VectorRegister register = _context.Names.Register(EquationText.Name(equation.Result));
            _statements.Add(new DefineVector(register, value));
            _known[equation.Result] = register;
        }
    }

    /// <summary>Gets the expression of a value for the vector.</summary>
    public VectorExpression Of(Value value)
    {
        if (_known.TryGetValue(value, out VectorExpression? known))
            return known;
        if (_sums.Of(value, _element, _vector) is { } sum)
            return sum;
        if (_definitions.TryGetValue(value, out Equation? definition))
            return Spell(definition);
        if (_region.Constants.TryGetValue(value, out double number))
            return new Splat(number);
        if (!_region.Loads.ContainsKey(value))
            throw Unknown(value);
        VectorExpression load = _memory.Load(value, _element, Lanes, _statements);
        if (_uses[value] <= 1)
            return load;
        VectorRegister register = _context.Names.Register(EquationText.Name(value));
        _statements.Add(new DefineVector(register, load));
        return _known[value] = register;
    }

    /// <summary>Gets the factors whose product a reduction sums, if nothing else reads it; else the value that it reduces.</summary>
    public IReadOnlyList<VectorExpression> Reduced(RegionReduction reduction) => IsSumOfProducts(reduction) && IsInlined(reduction.Operand)
        ? [.. _definitions[reduction.Operand].Operands.Select(Of)]
        : [Of(reduction.Operand)];

    private bool IsSumOfProducts(RegionReduction reduction) =>
        !reduction.Maximum && _definitions.TryGetValue(reduction.Operand, out Equation? definition) && definition.Kind == OperationKind.Multiply;

    private void Count(Value value, int times) => _uses[value] = (_uses.TryGetValue(value, out int n) ? n : 0) + times;

    private bool IsInlined(Value value) => value.Name is null && _uses.TryGetValue(value, out int n) && n == 1;

    private VectorExpression Spell(Equation e) => e.Kind switch
    {
        OperationKind.Add => Sum(e),
        OperationKind.Broadcast => Broadcast(e.Operands[0]),
        OperationKind.OneHot => OneHot(e.Operands[0]),
        OperationKind.Gather => Gather(e.Operands[0], e.Operands[1]),
        _ => Apply(VectorFunctionTraits.FunctionOf(e.Kind, _context.Activations), e),
    };

    private VectorExpression Apply(VectorFunction function, Equation e) => new Apply(function, [.. e.Operands.Select(Of)]);

    /// <summary>Spells a sum: a · b + c as one fused multiply-add if the product has no other reader.</summary>
    private VectorExpression Sum(Equation e)
    {
        for (int i = 0; i < 2; i++)
        {
            Value product = e.Operands[i];
            if (IsInlined(product) && _definitions.TryGetValue(product, out Equation? definition) && definition.Kind == OperationKind.Multiply)
                return new Apply(VectorFunction.MultiplyAdd, [Of(definition.Operands[0]), Of(definition.Operands[1]), Of(e.Operands[1 - i])]);
        }

        return Apply(VectorFunction.Add, e);
    }

    private VectorExpression Broadcast(Value scalar)
    {
        if (_region.Constants.TryGetValue(scalar, out double number))
            return new Splat(number);
        if (!_region.Loads.TryGetValue(scalar, out BufferView? view))
            throw Unknown(scalar);
        return new BroadcastLoad(_memory.At(view, lanes: false, _statements), _element * _position.WidthStride(view, _context));
    }

    private static InvalidOperationException Unknown(Value value) =>
        new($"Lowering expected {value} to be computed by the region, loaded or a number, but it is none of these.");

    private VectorExpression OneHot(Value id) =>
        new OneHotLanes(LoadId(id), _position.Lanes(Affine.Of(Lanes.Offset), Target.Block));

    private VectorExpression Gather(Value table, Value id)
    {
        SlicePlacement slice = _region.Tables[table].Slice;
        Pointer row = new(_context.Names.Unique(EquationText.Name(table) + "Row"), MemorySpace.Parameters);
        Affine offset = Affine.Of(slice.Offset).Plus(LoadId(id), slice.LaneStride);
        _statements.Add(new DefinePointer(row, null, _position.Lanes(offset, Target.Block)));
        return new VectorLoad(row, Lanes.Offset, _context.Target.Lanes);
    }

    private IndexVariable LoadId(Value id)
    {
        BufferView view = _region.Loads[id];
        IndexVariable index = _context.Names.Index("id");
        (_, Affine offset) = _position.Address(view, _context, lanes: false);
        _statements.Add(new DefineId(index, view.Buffer.Space, offset.Plus(_element * _position.WidthStride(view, _context))));
        return index;
    }
}
