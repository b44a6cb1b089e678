using RnnCompiler.Compiler.Kernels;
using RnnCompiler.Compiler.Tiling;

namespace RnnCompiler.Compiler.Lowering;

/// <summary>
/// Loops over the blocks and lanes of a lane segment; a loop with one iteration is omitted. In an alternating context the
/// blocks of an odd step are traversed backwards. If a work item number is given, threads partition the blocks.
/// </summary>
internal static class LaneLoops
{
    public static IReadOnlyList<Statement> Around(
        NameScope names,
        LaneSegment segment,
        Func<IndexVariable?, IndexVariable?, IReadOnlyList<Statement>> body,
        TimeContext? alternation = null,
        int? workItem = null)
    {
        IndexVariable? block = segment.EndBlock - segment.FirstBlock > segment.BlockStep ? names.Index("block") : null;
        IndexVariable? lane = segment.LaneStep < segment.LaneEnd ? names.Index("lane") : null;
        IReadOnlyList<Statement> statements = body(block, lane);
        if (lane is not null)
            statements = [new Loop(lane, Bound.Of(0), Bound.Of(segment.LaneEnd), segment.LaneStep, false, statements)];
        if (block is not null)
        {
            IndexVariable? order = alternation is { IsStreamStep: true } ? names.Index("order") : null;
            Loop loop = new(block, Bound.Of(segment.FirstBlock), Bound.Of(segment.EndBlock), segment.BlockStep, alternation?.IsOdd ?? false, statements)
            {
                Alternation = order is null ? alternation?.Parity : new Parity(order, 0),
                Partitioned = workItem is not null,
            };
            return order is null ? [loop] : [new Scope([new DefineStateParity(order), loop])];
        }

        return workItem is { } number ? [new Conditional(KernelCondition.OwnsWorkItem, number + segment.FirstBlock, statements)] : [new Scope(statements)];
    }
}
