using RnnCompiler.Compiler.Kernels;
using RnnCompiler.Compiler.Loops;
using RnnCompiler.Compiler.Tiling;

namespace RnnCompiler.Compiler.Lowering;

/// <summary>Registers of the 16 logical lanes into which each reduction of a region adds, for each row or step of a tile.</summary>
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

    /// <summary>Initialises the registers with the neutral element.</summary>
    public IEnumerable<Statement> Initialize()
    {
        for (int i = 0; i < _parts.Length; i++)
        {
            double neutral = Neutral(_region.Reductions[i]);
            foreach (VectorRegister register in _parts[i].SelectMany(static p => p))
                yield return new DefineVector(register, new Splat(neutral));
        }
    }

    /// <summary>Reduces one vector of one row or step, or the product of two, into its registers; lanes beyond the tail are neutral.</summary>
    public Statement Accumulate(int reduction, int element, LaneVector vector, IReadOnlyList<VectorExpression> factors)
    {
        RegionReduction kind = _region.Reductions[reduction];
        VectorRegister register = _parts[reduction][element][vector.LaneDelta / _context.Target.Lanes % _context.Target.ReductionVectors];
        if (vector.Count < _context.Target.Lanes)
            factors = [.. factors.Select(factor => new MaskTail(factor, vector.Count, Neutral(kind)))];
        return new AssignVector(register, factors.Count > 1
            ? new Apply(VectorFunction.MultiplyAdd, [.. factors, register])
            : new Apply(kind.Maximum ? VectorFunction.Max : VectorFunction.Add, [register, factors[0]]));
    }

    /// <summary>Stores the reductions of the registers to their destinations.</summary>
    public IEnumerable<Statement> Store(TilePosition position)
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
