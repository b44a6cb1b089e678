using RnnCompiler.Compiler.Kernels;
using RnnCompiler.Compiler.Loops;
using RnnCompiler.Compiler.Packing;
using RnnCompiler.Compiler.Targets;
using RnnCompiler.Compiler.Tiling;

namespace RnnCompiler.Compiler.Lowering;

/// <summary>
/// Weight gradients: a tile of columns × gates stays in registers while rows, then steps, go by in one fixed order, so that the sum has
/// the same bits whatever the width of vectors. Lanes beyond the last row of a weight are stored as zero. All columns of a block of lanes
/// take up a few rows at a time, while these are in the cache; in between the sums rest in the gradient.
/// </summary>
internal sealed class GradientLowering(LoweringContext context, GradientNest nest)
{
    private const int ManyColumns = 64;

    private readonly SlicePlacement _first = nest.Terms[0].Weight.Slice;

    // Null where all rows are taken at once.
    private IndexVariable? _chunk;
    private int _chunkRows;

    /// <summary>The statements of the nest.</summary>
    public IReadOnlyList<Statement> Lower()
    {
        int gates = nest.Terms.Count;
        int wanted = gates >= 3 || context.Target.Lanes == 1 ? 1 : gates == 2 ? 2 : 4;
        int vectors = LaneTiling.Fit(wanted, _first.Rows, context.Target);
        int columns = Columns(Math.Max(1, Math.Min(8, (context.Target.Registers - (gates * vectors) - 2) / (gates * vectors))));
        string schedule = FormattableString.Invariant(
            $"tile: {columns} columns × {gates} gate{(gates == 1 ? "" : "s")} × {vectors} vector{(vectors == 1 ? "" : "s")}, summed over rows{(nest.OverTime ? ", then steps" : "")}");
        _chunkRows = ChunkRows(vectors);
        if (Chunked)
            schedule += FormattableString.Invariant($", {_chunkRows} row{(_chunkRows == 1 ? "" : "s")} at a time for all columns");
        List<Statement> statements = [new Comment([.. nest.Text, schedule])];
        foreach (LaneSegment segment in LaneSegment.Cover(_first.Rows, vectors, context.Target))
            statements.AddRange(LaneLoops.Around(context.Names, segment, (block, part) => Chunked ? Chunks(segment, block, part, columns) : Columns(segment, block, part, columns), piece: Pieces.Of(_first.Offset)));
        return statements;
    }

    private bool Chunked => nest.OverTime && !context.SingleRow && _first.Columns > 1;

    /// <summary>Rows whose deltas of one block, and whose operand, stay in the cache while all columns take them up.</summary>
    private int ChunkRows(int vectors)
    {
        long deltas = (long)nest.Terms.Count * Math.Max(Target.Block, vectors * context.Target.Lanes);
        return CacheFit.Rows(nest.Terms[0].Delta.Buffer.Slots * (deltas + Target.Pad(nest.Operand.Length)));
    }

    private IReadOnlyList<Statement> Chunks(LaneSegment segment, IndexVariable? block, IndexVariable? part, int columns)
    {
        _chunk = context.Names.Index("firstRow");
        return
        [
            .. Zeros(segment, block, part),
            new Loop(_chunk, Bound.Of(0), context.Rows, _chunkRows, false, Columns(segment, block, part, columns)) { PartialLast = _chunkRows > 1 },
        ];
    }

    /// <summary>Sets the gradients of a block that start here to zero.</summary>
    private IReadOnlyList<Statement> Zeros(LaneSegment segment, IndexVariable? block, IndexVariable? part)
    {
        IReadOnlyList<int> started = [.. Enumerable.Range(0, nest.Terms.Count).Where(g => !nest.Terms[g].Accumulate)];
        if (started.Count == 0)
            return [];
        IndexVariable k = context.Names.Index("k");
        Pointer target = new(context.Names.Unique("gradient"), MemorySpace.Gradients);
        TilePosition lanes = new(TileAxis.Rows, null, 1, null, TimeContext.None, block, segment.FirstBlock, part, segment.Vectors);
        List<Statement> body = [new DefinePointer(target, null, lanes.Lanes(Affine.Of(nest.Terms[0].Weight.GroupOffset).Plus(k, _first.ColumnStride), _first.BlockStride))];
        foreach (int g in started)
            body.AddRange(segment.Vectors.Select(v => new StoreVector(target, Offset(0, g, v), new Splat(0), context.Target.Lanes, false)));
        return [new Loop(k, Bound.Of(0), Bound.Of(_first.Columns), 1, false, body)];
    }

    /// <summary>
    /// As many columns as registers allow; in a weight of few columns somewhat fewer, if those divide it evenly and spare it a tile for the
    /// rest.
    /// </summary>
    private int Columns(int most)
    {
        most = Math.Min(most, _first.Columns);
        int even = most;
        while (_first.Columns % even != 0)
            even--;
        return even * 2 >= most && _first.Columns < ManyColumns ? even : most;
    }

    private IReadOnlyList<Statement> Columns(LaneSegment segment, IndexVariable? block, IndexVariable? part, int columns)
    {
        int whole = _first.Columns / columns * columns;
        List<Statement> statements = [];
        if (whole > columns)
        {
            IndexVariable k = context.Names.Index("k");
            statements.Add(new Loop(k, Bound.Of(0), Bound.Of(whole), columns, false, Tile(segment, block, part, k, 0, columns)));
        }
        else
        {
            statements.Add(new Scope(Tile(segment, block, part, null, 0, columns)));
        }

        if (whole < _first.Columns)
            statements.Add(new Scope(Tile(segment, block, part, null, whole, _first.Columns - whole)));
        return statements;
    }

    private List<Statement> Tile(LaneSegment segment, IndexVariable? block, IndexVariable? part, IndexVariable? k, int firstColumn, int columns)
    {
        TilePosition lanes = new(TileAxis.Rows, null, 1, null, TimeContext.None, block, segment.FirstBlock, part, segment.Vectors);
        Pointer target = new(context.Names.Unique("gradient"), MemorySpace.Gradients);
        Affine start = Affine.Of(nest.Terms[0].Weight.GroupOffset + ((long)firstColumn * _first.ColumnStride)).Plus(k, _first.ColumnStride);
        List<Statement> statements = [new DefinePointer(target, null, lanes.Lanes(start, _first.BlockStride))];

        VectorRegister[,,] sums = new VectorRegister[columns, nest.Terms.Count, segment.Vectors.Count];
        Each(columns, segment, (c, g, v) =>
        {
            sums[c, g, v] = context.Names.Register("sum");
            VectorExpression from = _chunk is not null || nest.Terms[g].Accumulate ? new VectorLoad(target, Offset(c, g, segment.Vectors[v]), context.Target.Lanes) : new Splat(0);
            statements.Add(new DefineVector(sums[c, g, v], from));
        });
        statements.Add(OverRows(lanes, k, firstColumn, columns, sums));
        Each(columns, segment, (c, g, v) =>
        {
            LaneVector vector = segment.Vectors[v];
            VectorExpression value = vector.Count < context.Target.Lanes ? new MaskTail(sums[c, g, v], vector.Count, 0) : sums[c, g, v];
            statements.Add(new StoreVector(target, Offset(c, g, vector), value, context.Target.Lanes, false));
        });
        return statements;
    }

    private Loop OverRows(TilePosition lanes, IndexVariable? k, int firstColumn, int columns, VectorRegister[,,] sums)
    {
        IndexVariable row = context.Names.Index("row");
        TilePosition position = lanes with { Tile = row, Time = TimeContext.None };
        List<Statement> body = [];
        Pointer[] deltas = [.. nest.Terms.Select(t => Define(body, t.Delta, position, null, 0))];
        Pointer operand = Define(body, nest.Operand, position, k, firstColumn, lanes: false);
        List<Statement> step = Step(lanes.Vectors, columns, deltas, operand, sums);
        if (nest.OverTime)
        {
            step.AddRange(nest.Terms.Select((t, i) => (Pointer: deltas[i], t.Delta)).Where(static d => d.Delta.IsStacked)
                .Select(static d => new Advance(d.Pointer, d.Delta.Buffer.SlotStride)));
            if (nest.Operand.IsStacked)
                step.Add(new Advance(operand, nest.Operand.Buffer.SlotStride));
            body.Add(new Loop(context.Names.Index("step"), Bound.Of(0), Bound.Of(RuntimeNumber.Steps), 1, false, step));
        }
        else
        {
            body.AddRange(step);
        }

        return _chunk is null
            ? new Loop(row, Bound.Of(0), context.Rows, 1, false, body)
            : new Loop(row, Bound.Of(_chunk), Bound.Beyond(_chunk, _chunkRows, RuntimeNumber.Rows), 1, false, body);
    }

    private List<Statement> Step(IReadOnlyList<LaneVector> vectors, int columns, Pointer[] deltas, Pointer operand, VectorRegister[,,] sums)
    {
        List<Statement> step = [];
        VectorRegister[,] loaded = new VectorRegister[deltas.Length, vectors.Count];
        for (int g = 0; g < deltas.Length; g++)
        {
            for (int v = 0; v < vectors.Count; v++)
            {
                loaded[g, v] = context.Names.Register("delta");
                step.Add(new DefineVector(loaded[g, v], new VectorLoad(deltas[g], vectors[v].Offset, context.Target.Lanes)));
            }
        }

        for (int c = 0; c < columns; c++)
        {
            VectorRegister broadcast = context.Names.Register("operandK");
            step.Add(new DefineVector(broadcast, new BroadcastLoad(operand, c)));
            for (int g = 0; g < deltas.Length; g++)
            {
                for (int v = 0; v < vectors.Count; v++)
                    step.Add(new AssignVector(sums[c, g, v], new Apply(VectorFunction.MultiplyAdd, [broadcast, loaded[g, v], sums[c, g, v]])));
            }
        }

        return step;
    }

    private Pointer Define(List<Statement> body, View view, TilePosition position, IndexVariable? k, int firstColumn, bool lanes = true)
    {
        Pointer pointer = new(context.Names.Unique(view.Buffer.Name + "At"), view.Buffer.Space);
        (_, Affine offset) = position.Address(view, context, lanes);
        body.Add(new DefinePointer(pointer, null, offset.Plus(firstColumn).Plus(k, 1)));
        return pointer;
    }

    private long Offset(int column, int gate, LaneVector vector) =>
        ((long)column * _first.ColumnStride) + (nest.Terms[gate].Weight.Slice.Offset - nest.Terms[gate].Weight.GroupOffset)
        + ((long)vector.BlockDelta * _first.BlockStride) + vector.LaneDelta;

    private void Each(int columns, LaneSegment segment, Action<int, int, int> action)
    {
        for (int c = 0; c < columns; c++)
        {
            for (int g = 0; g < nest.Terms.Count; g++)
            {
                for (int v = 0; v < segment.Vectors.Count; v++)
                    action(c, g, v);
            }
        }
    }
}
