using RnnCompiler.Compiler.Kernels;
using RnnCompiler.Compiler.Loops;
using RnnCompiler.Compiler.Targets;
using RnnCompiler.Compiler.Tiling;

namespace RnnCompiler.Compiler.Lowering;

/// <summary>Lowering of sums of a vector over steps and rows: bias gradients, means over time, the loss of a sequence.</summary>
internal sealed class SumLowering(LoweringContext context, SumNest nest)
{
    /// <summary>Emits the statements of the nest.</summary>
    public IReadOnlyList<Statement> Lower()
    {
        VectorPlan plan = context.Tiles.Of<VectorPlan>(nest);
        List<Statement> statements = [new Comment(plan.Text)];
        foreach (LaneSegment segment in plan.Segments)
        {
            statements.AddRange(LaneLoops.Around(context.Names, segment, (block, lane) =>
            {
                TilePosition position = new(LoopAxis.Rows, null, 1, null, TimeContext.None, block, segment.FirstBlock, lane, segment.Vectors);
                return nest.OverRows ? Tile(position, OverRows) : [context.EachRow(row => Tile(position with { Tile = row }, OverSteps))];
            },
            workItem: nest.OverRows ? WorkItems.Number(nest.Targets[0].Buffer.Start) : context.ByLanes ? 0 : null));
        }

        return statements;
    }

    private IReadOnlyList<Statement> Tile(TilePosition position, Func<TilePosition, VectorRegister[], IReadOnlyList<Statement>> sum)
    {
        List<Statement> statements = [];
        VectorRegister[] sums = [.. position.Vectors.Select(_ => context.Names.Register("sum"))];
        Pointer[] targets = [.. nest.Targets.Select(t => Define(statements, t, position))];
        for (int v = 0; v < sums.Length; v++)
        {
            VectorExpression from = nest.Accumulate ? new VectorLoad(targets[0], position.Vectors[v].Offset, context.Target.Lanes) : new Splat(0);
            statements.Add(new DefineVector(sums[v], from));
        }

        statements.AddRange(sum(position, sums));
        for (int t = 0; t < targets.Length; t++)
        {
            for (int v = 0; v < sums.Length; v++)
                statements.Add(Store(targets[t], nest.Targets[t], position.Vectors[v], sums[v]));
        }

        return statements;
    }

    /// <summary>
    /// Stores a sum. The padding of a gradient is set to zero, since norms and updates read it; memory of the caller is written only up to the last element.
    /// </summary>
    private StoreVector Store(Pointer pointer, BufferView target, LaneVector lanes, VectorRegister sum)
    {
        bool partial = lanes.Count < context.Target.Lanes;
        if (partial && target.Buffer.Space == MemorySpace.Gradients)
            return new StoreVector(pointer, lanes.Offset, new MaskTail(sum, lanes.Count, 0), context.Target.Lanes, false);
        return new StoreVector(pointer, lanes.Offset, sum, lanes.Count, partial && !target.OwnsItsBlocks);
    }

    private IReadOnlyList<Statement> OverRows(TilePosition position, VectorRegister[] sums) =>
        [context.EachRow(row => OverSteps(position with { Tile = row }, sums))];

    private IReadOnlyList<Statement> OverSteps(TilePosition position, VectorRegister[] sums)
    {
        List<Statement> statements = [];
        IndexVariable? steps = nest.OverTime ? context.DefineSteps(nest, position.Tile, statements) : null;
        Pointer source = Define(statements, nest.Source, position);
        List<Statement> additions = [];
        for (int v = 0; v < sums.Length; v++)
        {
            LaneVector lanes = position.Vectors[v];
            int count = nest.Source.IsReadableWhole(context.Target.Lanes) ? context.Target.Lanes : lanes.Count;
            additions.Add(new AssignVector(sums[v], new Apply(VectorFunction.Add, [sums[v], new VectorLoad(source, lanes.Offset, count)])));
        }

        if (!nest.OverTime)
            return [.. statements, .. additions];
        if (nest.Source.IsStacked)
            additions.Add(new Advance(source, nest.Source.Buffer.SlotStride));
        statements.Add(new Loop(context.Names.Index("step"), Bound.Of(0), LoweringContext.Steps(nest, steps), 1, false, additions));
        return statements;
    }

    private Pointer Define(List<Statement> statements, BufferView view, TilePosition position)
    {
        Pointer pointer = new(context.Names.Unique(view.Buffer.Name + "At"), view.Buffer.Space);
        (_, Affine offset) = position.Address(view, context, lanes: true);
        statements.Add(new DefinePointer(pointer, null, offset));
        return pointer;
    }
}
