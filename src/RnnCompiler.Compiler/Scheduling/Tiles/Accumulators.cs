using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Scheduling.Kernels;
using RnnCompiler.Compiler.Scheduling.Regions;
using RnnCompiler.Compiler.Scheduling.Storage;

namespace RnnCompiler.Compiler.Scheduling.Tiles;

/// <summary>
/// The accumulators of a tile. Each element of a result has one chain of multiply-adds in order of k, so that its bits do not depend on
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

    /// <summary>The registers that hold the sums.</summary>
    public SumRegisters Sums { get; }

    /// <summary>Sets the accumulators to what lies in memory already: biases, and products that were hoisted.</summary>
    public void Start()
    {
        for (int a = 0; a < _registers.Length; a++)
        {
            IReadOnlyList<Value> start = _region.Accumulations[a].Start;
            Value[] shared = [.. start.Where(v => _memory.IsShared(v) || _region.Constants.ContainsKey(v))];
            Value[] own = [.. start.Except(shared)];
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
    public void AddProducts()
    {
        List<(Product Product, int Accumulator)> open = [.. _region.Accumulations.SelectMany(static (a, i) => a.Products.Select(p => (p, i)))];
        while (open.Count > 0)
        {
            Product first = open[0].Product;
            List<(Product Product, int Accumulator)> together = [.. open.Where(o => Together(first, o.Product))];
            open = [.. open.Except(together)];
            AddProducts(together);
        }
    }

    private static bool Together(Product a, Product b) =>
        a == b || (!a.Transposed && !b.Transposed && a.Operand == b.Operand && a.Weight.GroupOffset == b.Weight.GroupOffset);

    private void AddProducts(IReadOnlyList<(Product Product, int Accumulator)> gates)
    {
        Product first = gates[0].Product;
        PanelWalk walk = PanelWalk.Of(first, _context.Packing);
        View operand = _region.Loads[first.Operand];
        Pointer weights = new(_context.Names.Unique("weights"), walk.Space);
        Pointer x = new(_context.Names.Unique(EquationText.Name(first.Operand)), operand.Buffer.Space);
        _statements.Add(new DefinePointer(weights, null, _position.Lanes(Affine.Of(walk.Start), walk.BlockStride)));
        (Pointer? origin, Affine offset) = _position.Address(operand, _context, lanes: false);
        _statements.Add(new DefinePointer(x, origin, offset));

        long widthStride = _position.WidthStride(operand, _context);
        int sums = gates.Count * _position.Width * _position.Vectors.Count;
        int unroll = first.Depth * sums <= FullyUnrolledSteps || first.Depth == 1 ? first.Depth : sums <= 2 ? 4 : sums <= 4 ? 2 : 1;
        int turns = first.Depth / unroll;
        if (turns > 1)
        {
            List<Statement> body = [];
            for (int k = 0; k < unroll; k++)
                Step(body, gates, walk, weights, x, k, widthStride);
            body.Add(new Advance(weights, (long)unroll * walk.DepthStride));
            body.Add(new Advance(x, unroll));
            _statements.Add(new Loop(_context.Names.Index("k"), Bound.Of(0), Bound.Of(turns * unroll), unroll, false, body));
        }

        for (int k = 0; k < first.Depth - (turns > 1 ? turns * unroll : 0); k++)
            Step(_statements, gates, walk, weights, x, k, widthStride);
    }

    /// <summary>One element of the operand: a broadcast for each row, a multiply-add for each accumulator.</summary>
    private void Step(
        List<Statement> body,
        IReadOnlyList<(Product Product, int Accumulator)> gates,
        PanelWalk walk,
        Pointer weights,
        Pointer x,
        int k,
        long widthStride)
    {
        // Several rows share the weights: they are loaded once. One row takes them straight from memory.
        VectorExpression[,] loaded = new VectorExpression[gates.Count, _position.Vectors.Count];
        for (int g = 0; g < gates.Count; g++)
        {
            for (int v = 0; v < _position.Vectors.Count; v++)
            {
                LaneVector lanes = _position.Vectors[v];
                long offset = (k * (long)walk.DepthStride) + walk.Gate(gates[g].Product) + (lanes.BlockDelta * (long)walk.BlockStride) + lanes.LaneDelta;
                loaded[g, v] = new VectorLoad(weights, offset, _context.Target.Lanes);
                if (_position.Width > 1)
                {
                    VectorRegister register = _context.Names.Register("w");
                    body.Add(new DefineVector(register, loaded[g, v]));
                    loaded[g, v] = register;
                }
            }
        }

        for (int e = 0; e < _position.Width; e++)
        {
            VectorRegister broadcast = _context.Names.Register(x.Name + "K");
            body.Add(new DefineVector(broadcast, new BroadcastLoad(x, k + (e * widthStride))));
            for (int g = 0; g < gates.Count; g++)
            {
                for (int v = 0; v < _position.Vectors.Count; v++)
                {
                    VectorRegister sum = _registers[gates[g].Accumulator][e][v];
                    body.Add(new AssignVector(sum, new Apply(VectorFunction.MultiplyAdd, [broadcast, loaded[g, v], sum])));
                }
            }
        }
    }
}

/// <summary>How a loop over k walks through packed weights.</summary>
/// <param name="Space">Parameters, or the transposed copies.</param>
/// <param name="Start">The first float of the panel.</param>
/// <param name="BlockStride">From one block of lanes to the next.</param>
/// <param name="DepthStride">From one k to the next.</param>
internal sealed record PanelWalk(MemorySpace Space, long Start, int BlockStride, int DepthStride)
{
    /// <summary>The walk of a product.</summary>
    public static PanelWalk Of(Product product, WeightPacking packing)
    {
        SlicePlacement slice = product.Weight.Slice;
        if (!product.Transposed)
            return new PanelWalk(MemorySpace.Parameters, product.Weight.GroupOffset, slice.BlockStride, slice.ColumnStride);
        return new PanelWalk(MemorySpace.Panels, packing.Panel(slice.Weight).Offset, slice.Rows * Target.Block, Target.Block);
    }

    /// <summary>Where a gate's lanes begin in the panel.</summary>
    public long Gate(Product product) => product.Transposed ? 0 : product.Weight.Slice.Offset - product.Weight.GroupOffset;
}
