using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Kernels;
using RnnCompiler.Compiler.Loops;
using RnnCompiler.Compiler.Loops.Building;
using RnnCompiler.Compiler.Targets;
using RnnCompiler.Compiler.Tiling;

namespace RnnCompiler.Compiler.Lowering;

/// <summary>
/// The accumulators of a tile. Each element of a result has its chains of multiply-adds in order of k, so that its bits do not depend on
/// the width of vectors or tiles.
/// </summary>
internal sealed class Accumulators
{
    private const int FullyUnrolledSteps = 24;

    private readonly LoweringContext _context;
    private readonly Region _region;
    private readonly TilePosition _position;
    private readonly TileMemory _memory;
    private readonly List<Statement> _statements;
    private readonly VectorRegister[][][] _registers;
    private readonly int _chains;

    // By accumulation, element and vector: the chains of a sum, of which the first is the sum's own register.
    private readonly VectorRegister[][][][] _sums;
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
        _chains = SumChains.Of(region);
        _sums = [.. _registers.Select(a => a.Select(e => e.Select(Chains).ToArray()).ToArray())];
    }

    /// <summary>The registers that hold the sums.</summary>
    public SumRegisters Sums { get; }

    /// <summary>Sets the accumulators to what lies in memory already: biases, and products that were hoisted.</summary>
    private void Start()
    {
        if (_started)
            return;
        _started = true;
        for (int a = 0; a < _registers.Length; a++)
        {
            IReadOnlyList<Value> start = _region.Accumulations[a].Start;
            Value[] shared = [.. start.Where(v => _memory.IsShared(v) || _region.Constants.ContainsKey(v))];
            Value[] own = [.. start.Where(v => !shared.Contains(v))]; // a term that stands there twice counts twice
            for (int v = 0; v < _position.Vectors.Count; v++)
            {
                VectorExpression? common = SharedStart(shared, v);
                for (int e = 0; e < _position.Width; e++)
                {
                    VectorExpression? value = common;
                    foreach (Value term in own)
                        value = Plus(value, _memory.Load(term, e, _position.Vectors[v], _statements));
                    _statements.Add(new DefineVector(_registers[a][e][v], value ?? new Splat(0)));
                    if (UsesChains(a))
                        _statements.AddRange(_sums[a][e][v].Skip(1).Select(static chain => new DefineVector(chain, new Splat(0))));
                }
            }
        }
    }

    private VectorRegister[] Chains(VectorRegister sum) =>
        [sum, .. Enumerable.Range(1, _chains - 1).Select(_ => _context.Names.Register(sum.Name))];

    private bool UsesChains(int accumulation) => _region.Accumulations[accumulation].Products
        .Any(p => !PanelWalk.Of(p, _context.Packing).IsScaled && SumChains.Of(p, _chains) > 1);

    private VectorExpression? SharedStart(Value[] shared, int vector)
    {
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

    private static VectorExpression Plus(VectorExpression? a, VectorExpression b) => a is null ? b : new Apply(VectorFunction.Add, [a, b]);

    /// <summary>One loop over k for each operand and panel; all gates of the panel take up each element of the operand together.</summary>
    public void Accumulate()
    {
        List<(Product Product, int Accumulator)> open = [.. _region.Accumulations.SelectMany(static (a, i) => a.Products.Select(p => (p, i)))];
        while (open.Count > 0)
        {
            Product first = open[0].Product;
            List<(Product Product, int Accumulator)> together = [.. open.Where(o => Together(first, o.Product))];
            open = [.. open.Where(o => !together.Contains(o))];
            AddProducts(together);
        }

        Start();
        for (int a = 0; a < _sums.Length; a++)
        {
            if (UsesChains(a))
                _statements.AddRange(_sums[a].SelectMany(static e => e).SelectMany(SumChains.Join));
        }
    }

    private static bool Together(Product a, Product b) =>
        a == b || (!a.Transposed && !b.Transposed && a.Operand == b.Operand && a.Weight.GroupOffset == b.Weight.GroupOffset && a.Weight.Reduced == b.Weight.Reduced);

    private void AddProducts(IReadOnlyList<(Product Product, int Accumulator)> gates)
    {
        Product first = gates[0].Product;
        PanelWalk walk = PanelWalk.Of(first, _context.Packing);
        if (walk.Text is { } text)
            _statements.Add(new Comment([text]));
        if (!walk.IsScaled)
            Start();
        VectorRegister[][][][] sums = [.. gates.Select(g => walk.IsScaled ? Zeros(g.Product) : _sums[g.Accumulator])];
        View operand = _region.Loads[first.Operand];
        Pointer weights = new(_context.Names.Unique("weights"), walk.Space);
        Pointer x = new(_context.Names.Unique(EquationText.Name(first.Operand)), operand.Buffer.Space);
        _statements.Add(new DefinePointer(weights, null, _position.Lanes(Affine.Of(walk.Start), walk.BlockStride)));
        (Pointer? origin, Affine offset) = _position.Address(operand, _context, lanes: false);
        _statements.Add(new DefinePointer(x, origin, offset));

        long widthStride = _position.WidthStride(operand, _context);
        int chains = SumChains.Of(first, _chains);
        DepthSteps steps = new(_context, _position, walk, weights, x, widthStride, chains, [.. gates.Select((g, i) => (g.Product, sums[i]))]);
        int perStep = gates.Count * _position.Width * _position.Vectors.Count;
        int unroll = first.Depth * perStep <= FullyUnrolledSteps || first.Depth == 1 ? first.Depth : perStep <= 2 ? 4 : perStep <= 4 ? 2 : 1;
        int multiple = Math.Max(chains, walk.PerWord);
        unroll = (unroll + multiple - 1) / multiple * multiple;
        int turns = first.Depth / unroll;
        if (turns > 1)
        {
            List<Statement> body = [];
            steps.Add(body, unroll);
            body.Add(new Advance(weights, (long)unroll / walk.PerWord * walk.DepthStride));
            body.Add(new Advance(x, unroll));
            _statements.Add(new Loop(_context.Names.Index("k"), Bound.Of(0), Bound.Of(turns * unroll), unroll, false, body));
        }

        steps.Add(_statements, first.Depth - (turns > 1 ? turns * unroll : 0));
        if (walk.IsScaled)
            AddScaled(gates, walk, sums);
    }

    /// <summary>Sums of whole numbers times elements, which have to be scaled before they are added to anything else.</summary>
    private VectorRegister[][][] Zeros(Product product)
    {
        VectorRegister[][][] sums = [.. Enumerable.Range(0, _position.Width).Select(_ => _position.Vectors
            .Select(_ => Enumerable.Range(0, SumChains.Of(product, _chains)).Select(_ => _context.Names.Register(EquationText.Name(product.Operand) + "Sum")).ToArray()).ToArray())];
        _statements.AddRange(sums.SelectMany(static row => row).SelectMany(static chains => chains).Select(static register => new DefineVector(register, new Splat(0))));
        return sums;
    }

    /// <summary>The accumulators start only here, so that no register is held for them while the sums are formed.</summary>
    private void AddScaled(IReadOnlyList<(Product Product, int Accumulator)> gates, PanelWalk walk, VectorRegister[][][][] sums)
    {
        Start();
        _statements.AddRange(sums.SelectMany(static gate => gate).SelectMany(static e => e).SelectMany(SumChains.Join));
        Pointer scales = new(_context.Names.Unique("scales"), MemorySpace.Reduced);
        _statements.Add(new DefinePointer(scales, null, _position.Lanes(Affine.Of(walk.Reduced!.Scales), walk.Reduced.Width)));
        for (int g = 0; g < gates.Count; g++)
        {
            for (int v = 0; v < _position.Vectors.Count; v++)
            {
                LaneVector lanes = _position.Vectors[v];
                VectorRegister scale = _context.Names.Register("scale");
                long offset = walk.Gate(gates[g].Product) + (lanes.BlockDelta * (long)walk.Reduced.Width) + lanes.LaneDelta;
                _statements.Add(new DefineVector(scale, new VectorLoad(scales, offset, _context.Target.Lanes)));
                for (int e = 0; e < _position.Width; e++)
                {
                    VectorRegister sum = _registers[gates[g].Accumulator][e][v];
                    _statements.Add(new AssignVector(sum, new Apply(VectorFunction.MultiplyAdd, [sums[g][e][v][0], scale, sum])));
                }
            }
        }
    }
}
