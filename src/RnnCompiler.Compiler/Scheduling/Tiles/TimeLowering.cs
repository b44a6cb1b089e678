using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Scheduling.Kernels;
using RnnCompiler.Compiler.Scheduling.Nests;
using RnnCompiler.Compiler.Scheduling.Storage;

namespace RnnCompiler.Compiler.Scheduling.Tiles;

/// <summary>A loop over time around the regions of a step; double-buffered carries change places at its end.</summary>
internal static class TimeLowering
{
    public static IReadOnlyList<Statement> Lower(TimeNest nest, LoweringContext context)
    {
        List<Statement> statements = [new Comment(nest.Text)];
        Dictionary<TensorBuffer, (Pointer Current, Pointer Next)> carries = [];
        foreach (TensorBuffer buffer in nest.DoubleBuffered)
        {
            Pointer current = new(context.Names.Unique(buffer.Name + "Current"), buffer.Space);
            Pointer next = new(context.Names.Unique(buffer.Name + "Next"), buffer.Space);
            statements.Add(new DefinePointer(current, null, Affine.Of(buffer.Offset)));
            statements.Add(new DefinePointer(next, null, Affine.Of(buffer.Offset + buffer.SlotStride)));
            carries[buffer] = (current, next);
        }

        TimeContext outside = new(null, carries);
        TimeContext inside = new(context.Names.Index("t"), carries);
        foreach (RegionNest region in nest.Prologue)
            statements.AddRange(new RegionLowering(context, region, outside).Lower());
        List<Statement> body = [.. nest.Body.SelectMany(r => new RegionLowering(context, r, inside).Lower())];
        body.AddRange(carries.Values.Select(static c => new Swap(c.Current, c.Next)));
        statements.Add(new Loop(inside.Step!, Bound.Of(0), Bound.Of(RuntimeNumber.Steps), 1, nest.Direction == ScanDirection.Reverse, body));
        foreach (RegionNest region in nest.Epilogue)
            statements.AddRange(new RegionLowering(context, region, outside).Lower());
        return statements;
    }
}
