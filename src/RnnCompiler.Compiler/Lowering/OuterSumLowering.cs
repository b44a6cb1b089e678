using RnnCompiler.Compiler.Kernels;
using RnnCompiler.Compiler.Loops;
using RnnCompiler.Compiler.Tiling;

namespace RnnCompiler.Compiler.Lowering;

/// <summary>
/// Lowering of sums of outer products that are matrices of each row: a tile of steps of the result × vectors is held in registers during the loop over the steps that are
/// summed. Each element has one reduction chain, in order of the terms and of the steps.
/// </summary>
internal sealed class OuterSumLowering(LoweringContext context, OuterSumNest nest)
{
    /// <summary>Emits the statements of the nest.</summary>
    public IReadOnlyList<Statement> Lower()
    {
        OuterProductPlan plan = context.Tiles.Of<OuterProductPlan>(nest);
        List<Statement> statements = [new Comment(plan.Text)];
        foreach (LaneSegment segment in plan.Segments)
        {
            statements.AddRange(LaneLoops.Around(context.Names, segment, (block, lane) =>
            [
                context.EachRow(row =>
                {
                    List<Statement> body = [];
                    IndexVariable? steps = nest.WholeTarget && (!nest.OverTime || nest.WholeSteps is not null) ? null : context.DefineSteps(row, body);
                    TilePosition position = new(LoopAxis.Rows, row, 1, null, TimeContext.None, block, segment.FirstBlock, lane, segment.Vectors) { Steps = steps };
                    int all = nest.Target.Buffer.Slots, tiled = all / plan.Columns * plan.Columns;
                    Bound whole = nest.WholeTarget ? Bound.Of(tiled) : Bound.Of(RuntimeNumber.Steps, plan.Columns, steps);
                    if (!nest.WholeTarget || tiled > 0)
                        body.Add(Along(position, Bound.Of(0), whole, plan.Columns));
                    if (nest.WholeTarget ? tiled < all : plan.Columns > 1)
                        body.Add(Along(position, whole, nest.WholeTarget ? Bound.Of(all) : Bound.Of(RuntimeNumber.Steps, local: steps), 1));
                    return body;
                }),
            ],
            workItem: context.ByLanes ? 0 : null));
        }

        return statements;
    }

    /// <summary>Emits the loop over the steps of the result, some at a time.</summary>
    private Loop Along(TilePosition position, Bound from, Bound to, int count)
    {
        IndexVariable first = context.Names.Index("first");
        List<Statement> body = [];
        VectorRegister[][] sums = [.. Enumerable.Range(0, count).Select(_ => position.Vectors.Select(_ => context.Names.Register("sum")).ToArray())];
        body.AddRange(sums.SelectMany(static s => s).Select(static sum => new DefineVector(sum, new Splat(0))));
        foreach (OuterSumTerm term in nest.Terms)
            Add(body, term, position, first, sums);

        Pointer target = Define(body, nest.Target, position, lanes: true, first, nest.Target.Buffer.SlotStride);
        for (int s = 0; s < count; s++)
        {
            for (int v = 0; v < position.Vectors.Count; v++)
            {
                LaneVector lanes = position.Vectors[v];
                bool exact = lanes.Count < context.Target.Lanes && !nest.Target.OwnsItsBlocks;
                body.Add(new StoreVector(target, ((long)s * nest.Target.Buffer.SlotStride) + lanes.Offset, sums[s][v], lanes.Count, exact));
            }
        }

        return new Loop(first, from, to, count, false, body);
    }

    private void Add(List<Statement> body, OuterSumTerm term, TilePosition position, IndexVariable first, VectorRegister[][] sums)
    {
        Pointer left = Define(body, term.Left, position, lanes: false, first, 1);
        Pointer right = Define(body, term.Right, position, lanes: true, null, 0);
        List<Statement> step = [];
        VectorRegister[] loaded = [.. position.Vectors.Select(_ => context.Names.Register("right"))];
        for (int v = 0; v < loaded.Length; v++)
        {
            int count = term.Right.IsReadableWhole(context.Target.Lanes) ? context.Target.Lanes : position.Vectors[v].Count;
            step.Add(new DefineVector(loaded[v], new VectorLoad(right, position.Vectors[v].Offset, count)));
        }

        for (int s = 0; s < sums.Length; s++)
        {
            VectorRegister broadcast = context.Names.Register("left");
            step.Add(new DefineVector(broadcast, new BroadcastLoad(left, s)));
            step.AddRange(sums[s].Select((sum, v) => new AssignVector(sum, new Apply(VectorFunction.MultiplyAdd, [broadcast, loaded[v], sum]))));
        }

        if (!nest.OverTime)
        {
            body.AddRange(step);
            return;
        }

        if (term.Left.IsStacked)
            step.Add(new Advance(left, term.Left.Buffer.SlotStride));
        if (term.Right.IsStacked)
            step.Add(new Advance(right, term.Right.Buffer.SlotStride));
        body.Add(new Loop(context.Names.Index("step"), Bound.Of(0), LoweringContext.Steps(nest, position.Steps), 1, false, step));
    }

    private Pointer Define(List<Statement> body, BufferView view, TilePosition position, bool lanes, IndexVariable? index, long stride)
    {
        Pointer pointer = new(context.Names.Unique(view.Buffer.Name + "At"), view.Buffer.Space);
        body.Add(new DefinePointer(pointer, null, position.Address(view, context, lanes).Offset.Plus(index, stride)));
        return pointer;
    }
}
