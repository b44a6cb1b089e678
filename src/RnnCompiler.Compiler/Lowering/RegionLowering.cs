using RnnCompiler.Compiler.Kernels;
using RnnCompiler.Compiler.Loops;
using RnnCompiler.Compiler.Tiling;

namespace RnnCompiler.Compiler.Lowering;

/// <summary>
/// The loops around the tiles of a region. Lanes are outermost, so that a panel of weights serves all rows while it is in the cache;
/// a region that reduces over its lanes has them innermost instead. The widest tile takes rows as long as there are enough of them,
/// a tile of one row takes the rest.
/// </summary>
internal sealed class RegionLowering(LoweringContext context, RegionNest nest, TimeContext time)
{
    private readonly Region _region = nest.Region;

    // One row reads each weight once a step. A panel that outgrows the nearest cache is then walked to and fro: each step begins with the
    // blocks that the step before used last.
    private readonly bool _alternates = CacheFit.OutgrowsNearest(nest.Region) && time.IsRecurrent;

    /// <summary>The statements of the nest.</summary>
    public IReadOnlyList<Statement> Lower()
    {
        TileShape wide = TileShape.Wide(_region, context.Target);
        TileShape narrow = TileShape.Narrow(_region, context.Target);
        bool single = context.SingleRow && nest.Axis == TileAxis.Rows;
        if (single)
            wide = narrow;
        List<Statement> statements = [new Comment(time.Copy > 0 ? [StepText()] : [.. _region.Text, Schedule(wide, narrow, single), .. Order()])];
        if (nest.Axis == TileAxis.Steps && !context.SingleRow)
        {
            IndexVariable row = context.Names.Index("row");
            statements.Add(new Loop(row, Bound.Of(0), context.Rows, 1, false, [.. Tiles(wide, narrow, row, single)]));
        }
        else
        {
            statements.AddRange(Tiles(wide, narrow, null, single));
        }

        return statements;
    }

    /// <summary>What stands above a copy of a step: the equations stand above the first.</summary>
    private string StepText() => FormattableString.Invariant(
        $"{string.Join(", ", _region.Stores.Select(static s => s.Target.Buffer.Name).Distinct())} of step {(time.Step is { } t ? $"{t.Name} + " : "")}{time.Shift}");

    private IEnumerable<string> Order() => !_alternates
        ? []
        : [FormattableString.Invariant($"weights of {CacheFit.WeightBytes(_region) / 1024} KiB: one row takes the blocks in turn forwards and backwards, so that a step begins with what is still in the cache")];

    private string Schedule(TileShape wide, TileShape narrow, bool single)
    {
        string axis = nest.Axis == TileAxis.Rows ? "row" : "step";
        string one = FormattableString.Invariant($"1 {axis} × {narrow.Vectors} vector{(narrow.Vectors == 1 ? "" : "s")}");
        return single || wide.Width == 1
            ? $"tile: {one} of {context.Target.Lanes} lanes{Chains()}"
            : FormattableString.Invariant($"tile: {wide.Width} {axis}s × {wide.Vectors} vector{(wide.Vectors == 1 ? "" : "s")} of {context.Target.Lanes} lanes{(nest.Sums is null ? "" : $", then the epilogue one {axis} at a time in a method of its own")}, the rest {one}{Chains()}");
    }

    private string Chains()
    {
        int chains = SumChains.Of(_region);
        return chains == 1 ? "" : FormattableString.Invariant($", each sum over k in {chains} chains");
    }

    private IEnumerable<Statement> Tiles(TileShape wide, TileShape narrow, IndexVariable? row, bool single)
    {
        if (single)
            return Pass(narrow, null, row);
        RuntimeNumber extent = nest.Axis == TileAxis.Rows ? RuntimeNumber.Rows : RuntimeNumber.Steps;
        if (wide.Width == 1)
            return Pass(narrow, (Bound.Of(0), Bound.Of(extent)), row);
        KernelCondition condition = nest.Axis == TileAxis.Rows ? KernelCondition.RowsAtLeast : KernelCondition.StepsAtLeast;
        return
        [
            new Conditional(condition, wide.Width, [.. Pass(wide, (Bound.Of(0), Bound.Of(extent, wide.Width)), row)]),
            .. Pass(narrow, (Bound.Of(extent, wide.Width), Bound.Of(extent)), row),
        ];
    }

    /// <summary>All lanes of some rows (or steps) in tiles of one shape; without a range there is a single row.</summary>
    private IEnumerable<Statement> Pass(TileShape shape, (Bound From, Bound To)? range, IndexVariable? row)
    {
        IReadOnlyList<LaneSegment> segments = LaneSegment.Cover(CoveredLanes(), shape.Vectors, context.Target);
        if (_region.Reductions.Count > 0)
        {
            return OnePart(Along(range, shape.Width, tile =>
            {
                ReductionRegisters sums = new(context, _region, shape.Width);
                TilePosition position = new(nest.Axis, tile, shape.Width, row, time, null, 0, null, []);
                return [.. sums.Begin(), .. segments.SelectMany(s => Across(s, position, sums)), .. sums.End(position)];
            }));
        }

        return segments.SelectMany(segment => Across(segment, range, shape.Width, row));
    }

    /// <summary>A reduction over lanes is not shared out.</summary>
    private IEnumerable<Statement> OnePart(IEnumerable<Statement> statements) =>
        context.ByLanes ? [new Conditional(KernelCondition.OwnsWorkItem, 0, [.. statements])] : statements;

    private string EpilogueSummary() =>
        $"From the sums {string.Join(", ", _region.Accumulations.Select(static a => a.Name))} of all rows to {string.Join(", ", _region.Stores.Select(static s => s.Target.Buffer.Name).Distinct())}.";

    /// <summary>
    /// Lanes that the tiles take. Where everything lies in padded memory the last vector is computed whole, in the same loop as the
    /// others: its surplus lanes fall into padding. What callers own, and what is reduced, ends at the last lane that means something.
    /// </summary>
    private int CoveredLanes()
    {
        bool padded = _region.Reductions.Count == 0
            && _region.Stores.All(static s => s.Target.OwnsItsBlocks)
            && _region.ReadLaneByLane.All(static v => v.Buffer.Padded);
        int lanes = context.Target.Lanes;
        return padded ? (_region.Length + lanes - 1) / lanes * lanes : _region.Length;
    }

    private IEnumerable<Statement> Across(LaneSegment segment, (Bound From, Bound To)? range, int width, IndexVariable? row) =>
        LaneLoops.Around(
            context.Names,
            segment,
            (block, part) =>
            {
                TilePosition At(IndexVariable? tile, int elements) => new(nest.Axis, tile, elements, row, time, block, segment.FirstBlock, part, segment.Vectors);
                if (nest.Sums is not { } sums || !SumSpreading.Spreads(_region, width, segment.Vectors.Count, context.Target))
                    return [.. Along(range, width, tile => new TileLowering(context, _region, At(tile, width), null).Lower())];
                return
                [
                    .. Along(range, width, tile => new TileLowering(context, _region, At(tile, width), null).LowerSums(sums)),
                    new Outlined("Epilogue", EpilogueSummary(), [.. Along(range, 1, tile => new TileLowering(context, _region, At(tile, 1), null).LowerEpilogue(sums))]),
                ];
            },
            width == 1 && _alternates && !context.ByLanes ? time : null,
            context.ByLanes ? 0 : null);

    private IEnumerable<Statement> Across(LaneSegment segment, TilePosition position, ReductionRegisters sums) =>
        LaneLoops.Around(context.Names, segment, (block, part) => new TileLowering(
            context, _region, position with { Block = block, FirstBlock = segment.FirstBlock, Part = part, Vectors = segment.Vectors }, sums).Lower());

    private IEnumerable<Statement> Along((Bound From, Bound To)? range, int width, Func<IndexVariable?, IReadOnlyList<Statement>> body)
    {
        if (range is not { } r)
            return body(null);
        IndexVariable tile = context.Names.Index(nest.Axis == TileAxis.Rows ? "row" : "step");
        return [new Loop(tile, r.From, r.To, width, false, body(tile))];
    }
}

/// <summary>
/// The loops over the blocks and parts of a lane segment; a loop of one turn is none. With the number of a piece of work, blocks are shared
/// out between the parts of a call.
/// </summary>
internal static class LaneLoops
{
    public static IReadOnlyList<Statement> Around(
        NameScope names,
        LaneSegment segment,
        Func<IndexVariable?, IndexVariable?, IReadOnlyList<Statement>> body,
        TimeContext? alternation = null,
        int? piece = null)
    {
        IndexVariable? block = segment.EndBlock - segment.FirstBlock > segment.BlockStep ? names.Index("block") : null;
        IndexVariable? part = segment.PartStep < segment.PartEnd ? names.Index("lane") : null;
        IReadOnlyList<Statement> statements = body(block, part);
        if (part is not null)
            statements = [new Loop(part, Bound.Of(0), Bound.Of(segment.PartEnd), segment.PartStep, false, statements)];
        if (block is not null)
        {
            return
            [
                new Loop(block, Bound.Of(segment.FirstBlock), Bound.Of(segment.EndBlock), segment.BlockStep, alternation?.IsOdd ?? false, statements)
                {
                    Alternation = alternation?.Parity,
                    Partitioned = piece is not null,
                },
            ];
        }

        return piece is { } number ? [new Conditional(KernelCondition.OwnsWorkItem, number + segment.FirstBlock, statements)] : [new Scope(statements)];
    }
}
