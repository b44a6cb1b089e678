using RnnCompiler.Compiler.Kernels;
using RnnCompiler.Compiler.Loops;
using RnnCompiler.Compiler.Tiling;

namespace RnnCompiler.Compiler.Lowering;

/// <summary>The 16 logical lanes into which each reduction of a region adds, for each element of a tile's width.</summary>
internal sealed class ReductionRegisters
{
    private readonly LoweringContext _context;
    private readonly Region _region;
    private readonly VectorRegister[][][] _parts;

    public ReductionRegisters(LoweringContext context, Region region, int width)
    {
        _context = context;
        _region = region;
        _parts = [.. region.Reductions.Select(r => Enumerable.Range(0, width)
            .Select(_ => Enumerable.Range(0, context.Target.ReductionVectors)
                .Select(_ => context.Names.Register(r.Maximum ? "greatest" : "sum")).ToArray()).ToArray())];
    }

    public IEnumerable<Statement> Begin()
    {
        for (int i = 0; i < _parts.Length; i++)
        {
            double neutral = Neutral(_region.Reductions[i]);
            foreach (VectorRegister register in _parts[i].SelectMany(static p => p))
                yield return new DefineVector(register, new Splat(neutral));
        }
    }

    /// <summary>Takes up one vector of one element.</summary>
    public Statement Take(int reduction, int element, LaneVector vector, VectorExpression value)
    {
        RegionReduction kind = _region.Reductions[reduction];
        VectorRegister register = _parts[reduction][element][vector.LaneDelta / _context.Target.Lanes % _context.Target.ReductionVectors];
        if (vector.Count < _context.Target.Lanes)
            value = new MaskTail(value, vector.Count, Neutral(kind));
        return new AssignVector(register, new Apply(kind.Maximum ? VectorFunction.Max : VectorFunction.Add, [register, value]));
    }

    public IEnumerable<Statement> End(TilePosition position)
    {
        for (int i = 0; i < _parts.Length; i++)
        {
            foreach (BufferView target in _region.Reductions[i].Targets)
            {
                Pointer pointer = new(_context.Names.Unique(target.Buffer.Name + "At"), target.Buffer.Space);
                (Pointer? origin, Affine offset) = position.Address(target, _context, lanes: false);
                yield return new DefinePointer(pointer, origin, offset);
                for (int e = 0; e < position.Width; e++)
                {
                    yield return new StoreReduction(
                        pointer,
                        e * position.WidthStride(target, _context),
                        _region.Reductions[i].Maximum ? Reduction.Max : Reduction.Sum,
                        _parts[i][e]);
                }
            }
        }
    }

    private static double Neutral(RegionReduction reduction) => reduction.Maximum ? double.NegativeInfinity : 0;
}
