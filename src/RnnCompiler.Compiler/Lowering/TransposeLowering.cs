using RnnCompiler.Compiler.Kernels;
using RnnCompiler.Compiler.Loops;

namespace RnnCompiler.Compiler.Lowering;

/// <summary>
/// Lowering of transpositions, element by element: each element is stored as a whole vector, whose other lanes the next element overwrites. The zeros behind the last step
/// overwrite those of the last element, and the first vector of a slot those that reach into it.
/// </summary>
internal static class TransposeLowering
{
    /// <summary>Emits the statements of the nest.</summary>
    public static IReadOnlyList<Statement> Lower(TransposeNest nest, LoweringContext context)
    {
        Statement rows = context.EachRow(row =>
        {
            List<Statement> statements = [];
            IndexVariable? steps = context.DefineSteps(nest, row, statements);
            if (nest.Features == 1)
                return [.. statements, .. Feature(nest, context, row, null, steps)];
            IndexVariable k = context.Names.Index("k");
            return [.. statements, new Loop(k, Bound.Of(0), Bound.Of(nest.Features), 1, false, Feature(nest, context, row, k, steps))];
        });
        return [new Comment(nest.Text), context.ByLanes ? new Conditional(KernelCondition.OwnsWorkItem, 0, [rows]) : rows];
    }

    private static List<Statement> Feature(TransposeNest nest, LoweringContext context, IndexVariable? row, IndexVariable? k, IndexVariable? steps)
    {
        int lanes = context.Target.Lanes;
        TilePosition position = new(LoopAxis.Rows, row, 1, null, TimeContext.None, null, 0, null, []);
        Pointer target = new(context.Names.Unique(nest.Target.Buffer.Name + "At"), nest.Target.Buffer.Space);
        List<Statement> statements = [new DefinePointer(target, null, position.Address(nest.Target, context, lanes: false).Offset.Plus(k, nest.Target.Buffer.SlotStride))];
        VectorRegister element = context.Names.Register("element");
        List<Statement> body = [];
        if (nest.Source is { } view)
        {
            Pointer source = new(context.Names.Unique(view.Buffer.Name + "At"), view.Buffer.Space);
            statements.Add(new DefinePointer(source, null, position.Address(view, context, lanes: false).Offset.Plus(k, 1)));
            body.Add(new DefineVector(element, new BroadcastLoad(source, 0)));
            body.Add(new StoreVector(target, 0, element, lanes, false));
            body.Add(new Advance(source, view.Buffer.SlotStride));
        }
        else
        {
            body.Add(new StoreVector(target, 0, new Splat(1), lanes, false));
        }

        body.Add(new Advance(target, 1));
        statements.Add(new Loop(context.Names.Index("step"), Bound.Of(0), LoweringContext.Steps(nest, steps), 1, false, body));
        if (nest.WholeSteps is null)
        {
            statements.Add(new Loop(context.Names.Index("step"), Bound.Of(RuntimeNumber.Steps, local: steps), Bound.Of(nest.Steps), 1, false,
                [new StoreVector(target, 0, new Splat(0), lanes, false), new Advance(target, 1)]));
        }

        return statements;
    }
}
