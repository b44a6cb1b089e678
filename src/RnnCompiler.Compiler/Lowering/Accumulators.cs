using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Kernels;
using RnnCompiler.Compiler.Loops;
using RnnCompiler.Compiler.Loops.Building;
using RnnCompiler.Compiler.Tiling;

namespace RnnCompiler.Compiler.Lowering;

/// <summary>
/// Accumulators of a tile. Each element of a result has its own reduction chains of multiply-adds, in order of k, so that its bits do not depend on the vector
/// width or the tile.
/// </summary>
internal sealed class Accumulators
{
    private readonly LoweringContext _context;
    private readonly Region _region;
    private readonly TilePosition _position;
    private readonly TileMemory _memory;
    private readonly List<Statement> _statements;
    private readonly VectorRegister[][][] _registers;
    private bool _started;

    public Accumulators(LoweringContext context, Region region, TilePosition position, TileMemory memory, List<Statement> statements)
    {
        _context = context;
        _region = region;
        _position = position;
        _memory = memory;
        _statements = statements;
        Sums = new SumRegisters(context.Names, region, position.Width, position.Vectors.Count);
        _registers = Sums.Registers;
    }

    /// <summary>The registers of the sums.</summary>
    public SumRegisters Sums { get; }

    /// <summary>
    /// Emits the products in order. Each operand's chains become part of the sum before the next operand's products, so that the bits are those of a region that
    /// has a part of the products, and of one that starts at its result. No region has a part of the transposed products of a sum: they share their chains.
    /// </summary>
    public void Accumulate(IReadOnlyList<ProductPlan> products)
    {
        for (int i = 0; i < products.Count;)
        {
            List<ProductPlan> parts = [.. products.Skip(i).TakeWhile(p => p == products[i] || AreOfOneSum(p, products[i]))];
            Add(parts);
            i += parts.Count;
        }

        Start();
    }

    /// <summary>Whether products add to the same chains: those with the parts of a concatenation, and transposed ones.</summary>
    private static bool AreOfOneSum(ProductPlan a, ProductPlan b) =>
        a.Gates[0].Product is WeightProduct first && b.Gates[0].Product is WeightProduct second
        && (ArePartsOfOneProduct(first, second) || (first.Transposed && second.Transposed))
        && (a.Chains, a.ChainPasses) == (b.Chains, b.ChainPasses) && a.Gates.Select(static g => g.Accumulator).SequenceEqual(b.Gates.Select(static g => g.Accumulator));

    /// <summary>Whether products read parts of one concatenation, whose products with a weight are one sum.</summary>
    private static bool ArePartsOfOneProduct(WeightProduct a, WeightProduct b) =>
        a.Columns is not null && b.Columns is not null && a.Weight.GroupOffset == b.Weight.GroupOffset;

    /// <summary>Initialises the accumulators with values in memory: biases, and products that were hoisted.</summary>
    private void Start()
    {
        if (_started)
            return;
        _started = true;
        for (int a = 0; a < _registers.Length; a++)
        {
            IReadOnlyList<Value> start = _region.Accumulations[a].Start;
            Value[] shared = [.. start.Where(v => _memory.IsShared(v) || _region.Constants.ContainsKey(v))];
            Value[] own = [.. start.Where(v => !shared.Contains(v))]; // a repeated term is added repeatedly
            for (int v = 0; v < _position.Vectors.Count; v++)
            {
                VectorExpression? common = SharedStart(shared, v);
                for (int e = 0; e < _position.Width; e++)
                {
                    VectorExpression? value = common;
                    foreach (Value term in own)
                        value = Plus(value, _memory.Load(term, e, _position.Vectors[v], _statements));
                    _statements.Add(new DefineVector(_registers[a][e][v], value ?? new Splat(0)));
                }
            }
        }
    }

    private VectorExpression? SharedStart(Value[] shared, int vector)
    {
        if (_position.Time.Invariants?.Of(_region, _position, shared, vector) is { } known)
            return known;
        VectorExpression? sum = null;
        foreach (Value term in shared)
        {
            sum = Plus(sum, _region.Constants.TryGetValue(term, out double number)
                ? new Splat(number)
                : _memory.Load(term, 0, _position.Vectors[vector], _statements));
        }

        if (sum is null or Splat || _position.Width == 1)
            return sum;
        VectorRegister register = _context.Names.Register("start");
        _statements.Add(new DefineVector(register, sum));
        return register;
    }

    internal static VectorExpression Plus(VectorExpression? a, VectorExpression b) => a is null ? b : new Apply(VectorFunction.Add, [a, b]);

    /// <summary>
    /// Adds a product, or the parts of one, to the sums of its gates: loops over k, then the sums of the chains. Each pass over k adds to its part of the chains.
    /// Products with int8 weights have chains of their own, since they are scaled once they are summed.
    /// </summary>
    private void Add(IReadOnlyList<ProductPlan> parts)
    {
        ProductPlan plan = parts[0];
        PanelAccess panel = PanelAccess.Of(plan.Gates[0].Product, _context.Packing);
        ScaledSums? scaled = panel.IsScaled ? new(_context, _region, _position, panel, _statements) : null;
        if (scaled is null)
            Start();
        VectorRegister[][][][] chains = [.. plan.Gates.Select(g => _registers[g.Accumulator].Select(e => e.Select(sum => Chains(sum, g, plan, panel)).ToArray()).ToArray())];
        int each = plan.Chains / plan.ChainPasses;
        for (int pass = 0; pass < plan.ChainPasses; pass++)
        {
            ChainRange added = new(pass * each, each);
            if (panel.IsInteger)
                scaled!.StartIntegers(plan.Gates, chains);
            else
                _statements.AddRange(All(chains).SelectMany(c => added.Of(c).Skip(pass == 0 && scaled is null ? 1 : 0)).Select(static c => new DefineVector(c, new Splat(0))));
            foreach (ProductPlan part in parts)
                AddProducts(part, chains, added);
            _statements.AddRange(All(chains).SelectMany(c => SumTree.Join(added.Of(c))));
        }

        if (plan.ChainPasses > 1)
            _statements.AddRange(All(chains).SelectMany(c => SumTree.Join([c[0], c[each]])));
        if (scaled is not null)
        {
            Start(); // only here, so that the accumulators take no registers during the loop over k
            scaled.AddTo(_registers, plan.Gates, chains);
        }
    }

    private VectorRegister[] Chains(VectorRegister sum, GateProduct gate, ProductPlan plan, PanelAccess panel) => panel.IsScaled
        ? [.. Enumerable.Range(0, plan.Chains).Select(_ => _context.Names.Register(EquationText.Name(gate.Product.Operand) + "Sum"))]
        : [sum, .. Enumerable.Range(1, plan.Chains - 1).Select(_ => _context.Names.Register(sum.Name))];

    private static IEnumerable<VectorRegister[]> All(VectorRegister[][][][] chains) => chains.SelectMany(static gate => gate).SelectMany(static e => e);

    private void AddProducts(ProductPlan plan, VectorRegister[][][][] chains, ChainRange added)
    {
        IReadOnlyList<GateProduct> gates = plan.Gates;
        Product first = gates[0].Product;
        PanelAccess panel = PanelAccess.Of(first, _context.Packing);
        if (panel.Text is { } text)
            _statements.Add(new Comment([text]));
        BufferView operand = panel.IsInteger ? _region.QuantizedOf(first.Operand).Words : _region.Loads[first.Operand];
        Pointer weights = new(_context.Names.Unique("weights"), panel.Space);
        Pointer x = new(_context.Names.Unique(EquationText.Name(first.Operand)), operand.Buffer.Space);
        _statements.Add(new DefinePointer(weights, null, first is MatrixProduct matrix
            ? _position.Address(matrix.Matrix, _context, lanes: true).Offset
            : _position.Lanes(Affine.Of(panel.Start), panel.BlockStride)));
        VectorRegister? inRegister = null;
        if (plan.BroadcastsLanes && _position.Time.Resident.TryGetValue(operand.Buffer, out VectorRegister[]? carry))
        {
            inRegister = carry.Single();
        }
        else
        {
            (Pointer? origin, Affine offset) = _position.Address(operand, _context, lanes: false);
            _statements.Add(new DefinePointer(x, origin, offset));
            if (plan.BroadcastsLanes)
                _statements.Add(new DefineVector(inRegister = _context.Names.Register(x.Name), new VectorLoad(x, 0, _context.Target.Lanes)));
        }

        long widthStride = _position.WidthStride(operand, _context);
        ProductLoopBody loopBody = new(_context, _position, panel, weights, x, widthStride, plan.Chains, added, [.. gates.Select((g, i) => (g.Product, chains[i]))])
        {
            Operand = inRegister,
        };
        int unroll = plan.Unroll;
        if (first is MatrixProduct { OverSteps: true })
        {
            AddSteps(loopBody, unroll, panel, weights, x);
            return;
        }

        int iterations = first.LoopLength / unroll;
        if (iterations > 1)
        {
            List<Statement> body = [];
            loopBody.Add(body, unroll);
            body.Add(new Advance(weights, (long)unroll / panel.PerWord * panel.DepthStride));
            body.Add(new Advance(x, unroll));
            _statements.Add(new Loop(_context.Names.Index("k"), Bound.Of(0), Bound.Of(iterations * unroll), unroll, false, body));
        }

        loopBody.Add(_statements, first.LoopLength - (iterations > 1 ? iterations * unroll : 0));
    }

    /// <summary>Adds a loop over the steps of the row: one of whole unrolled iterations, and one of the remaining steps.</summary>
    private void AddSteps(ProductLoopBody loopBody, int unroll, PanelAccess panel, Pointer weights, Pointer x)
    {
        Bound whole = Bound.Of(RuntimeNumber.Steps, unroll, _position.Steps);
        AddLoop(Bound.Of(0), whole, unroll);
        if (unroll > 1)
            AddLoop(whole, Bound.Of(RuntimeNumber.Steps, local: _position.Steps), 1);

        void AddLoop(Bound from, Bound to, int count)
        {
            List<Statement> body = [];
            loopBody.Add(body, count);
            body.Add(new Advance(weights, (long)count * panel.DepthStride));
            body.Add(new Advance(x, count));
            _statements.Add(new Loop(_context.Names.Index("k"), from, to, count, false, body));
        }
    }
}
