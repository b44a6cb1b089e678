using RnnCompiler.Compiler.Kernels;
using RnnCompiler.Compiler.Loops;
using RnnCompiler.Compiler.Packing;
using RnnCompiler.Compiler.Targets;
using RnnCompiler.Compiler.Tiling;

namespace RnnCompiler.Compiler.Lowering;

/// <summary>
/// Lowering of weight gradients: a tile of columns × gates is held in registers during the loops over rows and steps. Lanes beyond the last row of a weight are
/// stored as zero. With row blocking, the partial sums are stored in the gradient between blocks of rows.
/// </summary>
internal sealed class GradientLowering(LoweringContext context, OuterProductNest nest)
{
    private readonly OuterProductPlan _plan = context.Tiles.Of<OuterProductPlan>(nest);
    private readonly SlicePlacement _first = nest.Terms[0].Weight.Slice;

    // The first float of the first column, and the number of columns.
    private readonly long _start = nest.Terms[0].Weight.GroupOffset + ((long)(nest.Columns?.First ?? 0) * nest.Terms[0].Weight.Slice.ColumnStride);
    private readonly int _columns = nest.Operand.Length;

    // The index of the first row of a block of rows; null without row blocking.
    private IndexVariable? _rowBlock;

    /// <summary>Emits the statements of the nest.</summary>
    public IReadOnlyList<Statement> Lower()
    {
        List<Statement> statements = [new Comment(_plan.Text)];
        foreach (LaneSegment segment in _plan.Segments)
        {
            statements.AddRange(LaneLoops.Around(context.Names, segment, (block, lane) =>
                _plan.RowBlock > 0 ? RowBlocks(segment, block, lane, _plan.Columns) : Columns(segment, block, lane, _plan.Columns), workItem: WorkItems.Number(_first.Offset)));
        }

        return statements;
    }

    private IReadOnlyList<Statement> RowBlocks(LaneSegment segment, IndexVariable? block, IndexVariable? lane, int columns)
    {
        _rowBlock = context.Names.Index("firstRow");
        return
        [
            .. Zeros(segment, block, lane),
            new Loop(_rowBlock, Bound.Of(0), context.Rows, _plan.RowBlock, false, Columns(segment, block, lane, columns)) { PartialLast = _plan.RowBlock > 1 },
        ];
    }

    /// <summary>Emits the zero fill of the gradients of a block of lanes that do not accumulate into an earlier result.</summary>
    private IReadOnlyList<Statement> Zeros(LaneSegment segment, IndexVariable? block, IndexVariable? lane)
    {
        IReadOnlyList<int> cleared = [.. Enumerable.Range(0, nest.Terms.Count).Where(g => !nest.Terms[g].Accumulate)];
        if (cleared.Count == 0)
            return [];
        IndexVariable k = context.Names.Index("k");
        Pointer target = new(context.Names.Unique("gradient"), MemorySpace.Gradients);
        TilePosition lanes = new(LoopAxis.Rows, null, 1, null, TimeContext.None, block, segment.FirstBlock, lane, segment.Vectors);
        List<Statement> body = [new DefinePointer(target, null, lanes.Lanes(Affine.Of(_start).Plus(k, _first.ColumnStride), _first.BlockStride))];
        foreach (int g in cleared)
            body.AddRange(segment.Vectors.Select(v => new StoreVector(target, Offset(0, g, v), new Splat(0), context.Target.Lanes, false)));
        return [new Loop(k, Bound.Of(0), Bound.Of(_columns), 1, false, body)];
    }

    private IReadOnlyList<Statement> Columns(LaneSegment segment, IndexVariable? block, IndexVariable? lane, int columns)
    {
        int whole = _columns / columns * columns;
        List<Statement> statements = [];
        if (whole > columns)
        {
            IndexVariable k = context.Names.Index("k");
            statements.Add(new Loop(k, Bound.Of(0), Bound.Of(whole), columns, false, Tile(segment, block, lane, k, 0, columns)));
        }
        else
        {
            statements.Add(new Scope(Tile(segment, block, lane, null, 0, columns)));
        }

        if (whole < _columns)
            statements.Add(new Scope(Tile(segment, block, lane, null, whole, _columns - whole)));
        return statements;
    }

    private List<Statement> Tile(LaneSegment segment, IndexVariable? block, IndexVariable? lane, IndexVariable? k, int firstColumn, int columns)
    {
        TilePosition lanes = new(LoopAxis.Rows, null, 1, null, TimeContext.None, block, segment.FirstBlock, lane, segment.Vectors);
        Pointer target = new(context.Names.Unique("gradient"), MemorySpace.Gradients);
        Affine start = Affine.Of(_start + ((long)firstColumn * _first.ColumnStride)).Plus(k, _first.ColumnStride);
        List<Statement> statements = [new DefinePointer(target, null, lanes.Lanes(start, _first.BlockStride))];

        VectorRegister[,,] sums = new VectorRegister[columns, nest.Terms.Count, segment.Vectors.Count];
        Each(columns, segment, (c, g, v) =>
        {
            sums[c, g, v] = context.Names.Register("sum");
            VectorExpression from = _rowBlock is not null || nest.Terms[g].Accumulate ? new VectorLoad(target, Offset(c, g, segment.Vectors[v]), context.Target.Lanes)
                : new Splat(0);
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
        IndexVariable? steps = nest.OverTime ? context.DefineSteps(nest, row, body) : null;
        Pointer[] deltas = [.. nest.Terms.Select(t => Define(body, t.Delta, position, null, 0))];
        Pointer operand = Define(body, nest.Operand, position, k, firstColumn, lanes: false);
        List<Statement> step = Step(lanes.Vectors, columns, deltas, operand, sums);
        if (nest.OverTime)
        {
            step.AddRange(nest.Terms.Select((t, i) => (Pointer: deltas[i], t.Delta)).Where(static d => d.Delta.IsStacked)
                .Select(static d => new Advance(d.Pointer, d.Delta.Buffer.SlotStride)));
            if (nest.Operand.IsStacked)
                step.Add(new Advance(operand, nest.Operand.Buffer.SlotStride));
            body.Add(new Loop(context.Names.Index("step"), Bound.Of(0), LoweringContext.Steps(nest, steps), 1, false, step));
        }
        else
        {
            body.AddRange(step);
        }

        return _rowBlock is null
            ? new Loop(row, Bound.Of(0), context.Rows, 1, false, body)
            : new Loop(row, Bound.Of(_rowBlock), Bound.Beyond(_rowBlock, _plan.RowBlock, RuntimeNumber.Rows), 1, false, body);
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
                int count = nest.Terms[g].Delta.IsReadableWhole(context.Target.Lanes) ? context.Target.Lanes : vectors[v].Count;
                step.Add(new DefineVector(loaded[g, v], new VectorLoad(deltas[g], vectors[v].Offset, count)));
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

    private Pointer Define(List<Statement> body, BufferView view, TilePosition position, IndexVariable? k, int firstColumn, bool lanes = true)
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
