using RnnCompiler.Compiler.Kernels;
using RnnCompiler.Compiler.Loops;
using RnnCompiler.Compiler.Packing;
using RnnCompiler.Compiler.Targets;
using RnnCompiler.Compiler.Tiling;

namespace RnnCompiler.Compiler.Lowering;

/// <summary>
/// Lowering of gradients of embedding tables: the vector of each row and step is added to the table row of its id, in order of rows, then steps.
/// </summary>
internal static class TableGradientLowering
{
    /// <summary>Emits the scatter-add of a nest.</summary>
    public static IReadOnlyList<Statement> Lower(ScatterNest nest, LoweringContext context)
    {
        IndexVariable row = context.Names.Index("row");
        TimeContext time = nest.OverTime ? new TimeContext(context.Names.Index("step"), TimeContext.None.Carries) : TimeContext.None;
        List<Statement> body = [];
        bool readsSteps = time.Step is not null || nest.Ids.Slot == Slot.Last || nest.Source.Slot == Slot.Last;
        IndexVariable? steps = readsSteps ? context.DefineSteps(nest, row, body) : null;
        IReadOnlyList<Statement> vector = OneVector(nest, context, row, time, steps);
        body.AddRange(time.Step is null ? vector : [new Loop(time.Step, Bound.Of(0), LoweringContext.Steps(nest, steps), 1, false, vector)]);
        return [new Comment(context.Tiles.Of<VectorPlan>(nest).Text), WorkItems.Single(nest.Weight.Slice.Offset, [new Loop(row, Bound.Of(0), context.Rows, 1, false, body)])];
    }

    /// <summary>Emits the zero fill of the gradient of a weight, padding included.</summary>
    public static IReadOnlyList<Statement> Zero(PackedWeight weight, LoweringContext context)
    {
        SlicePlacement slice = weight.Slice;
        Comment comment = new([$"{slice.Weight}_bar = 0"]);
        if (slice.LaneStride > 1)
            return [comment, WorkItems.Single(slice.Offset, [new FillZero(MemorySpace.Gradients, Affine.Of(slice.Offset), slice.Rows * slice.LaneStride)])];
        IndexVariable block = context.Names.Index("block");
        IndexVariable column = context.Names.Index("column");
        Affine offset = Affine.Of(slice.Offset).Plus(block, slice.BlockStride).Plus(column, slice.ColumnStride);
        Loop columns = new(column, Bound.Of(0), Bound.Of(slice.Columns), 1, false, [new FillZero(MemorySpace.Gradients, offset, Target.Block)]);
        return [comment, WorkItems.Single(slice.Offset, [new Loop(block, Bound.Of(0), Bound.Of(Target.Pad(slice.Rows) / Target.Block), 1, false, [columns])])];
    }

    private static IReadOnlyList<Statement> OneVector(ScatterNest nest, LoweringContext context, IndexVariable row, TimeContext time, IndexVariable? steps)
    {
        SlicePlacement slice = nest.Weight.Slice;
        TilePosition position = new(LoopAxis.Rows, row, 1, null, time, null, 0, null, []) { Steps = steps };
        IndexVariable id = context.Names.Index("id");
        List<Statement> statements = [new DefineId(id, nest.Ids.Buffer.Space, position.Address(nest.Ids, context, lanes: false).Offset)];
        foreach (LaneSegment segment in context.Tiles.Of<VectorPlan>(nest).Segments)
        {
            statements.AddRange(LaneLoops.Around(context.Names, segment, (block, lane) =>
            {
                TilePosition tile = position with { Block = block, FirstBlock = segment.FirstBlock, Lane = lane, Vectors = segment.Vectors };
                Pointer target = new(context.Names.Unique("gradient"), MemorySpace.Gradients);
                Pointer source = new(context.Names.Unique(nest.Source.Buffer.Name + "At"), nest.Source.Buffer.Space);
                List<Statement> add =
                [
                    new DefinePointer(target, null, tile.Lanes(Affine.Of(slice.Offset).Plus(id, slice.LaneStride), Target.Block)),
                    new DefinePointer(source, null, tile.Address(nest.Source, context, lanes: true).Offset),
                ];
                bool isWhole = nest.Source.IsReadableWhole(context.Target.Lanes);
                add.AddRange(segment.Vectors.Select(v => Add(target, source, v, isWhole ? context.Target.Lanes : v.Count, context.Target.Lanes)));
                return add;
            }));
        }

        return statements;
    }

    private static StoreVector Add(Pointer target, Pointer source, LaneVector vector, int read, int lanes)
    {
        VectorExpression sum = new Apply(VectorFunction.Add, [new VectorLoad(target, vector.Offset, lanes), new VectorLoad(source, vector.Offset, read)]);
        return new StoreVector(target, vector.Offset, vector.Count < lanes ? new MaskTail(sum, vector.Count, 0) : sum, lanes, false);
    }
}
