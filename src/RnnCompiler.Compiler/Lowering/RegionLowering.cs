using RnnCompiler.Compiler.Kernels;
using RnnCompiler.Compiler.Loops;
using RnnCompiler.Compiler.Tiling;

namespace RnnCompiler.Compiler.Lowering;

/// <summary>
/// Loops around the tiles of a region, as its <see cref="RegionPlan"/> says. The loop over lanes is outermost, so that a panel of weights stays in the cache
/// for all rows; in a region with reductions over lanes it is innermost. Wide tiles compute rows as long as there are enough of them; tiles of one row compute
/// the remaining rows.
/// </summary>
internal sealed class RegionLowering(LoweringContext context, RegionNest nest, TimeContext time)
{
    private readonly Region _region = nest.Region;
    private readonly RegionPlan _plan = context.Tiles.Of<RegionPlan>(nest);

    // The steps of the row, where loops over steps do not end there.
    private IndexVariable? _rowSteps;

    private bool IsCopy => _region.IsCopy && !context.ByLanes;

    /// <summary>Whether the vectors of a copy follow one another from step to step, in the source and in the target, so that all steps of a row are one copy.</summary>
    private bool CopiesAllSteps => nest.Axis == LoopAxis.Steps && _region.Stores.All(s =>
        IsContiguous(_region.Loads[s.Value]) && IsContiguous(s.Target) && _region.Loads[s.Value].Buffer != s.Target.Buffer);

    private bool IsContiguous(BufferView view) => view.Slot == Slot.Time && view.Buffer.SlotStride == _region.Length;

    /// <summary>Emits the statements of the nest.</summary>
    public IReadOnlyList<Statement> Lower()
    {
        List<Statement> statements = [new Comment(Text())];
        if (nest.Axis == LoopAxis.Steps && !context.SingleRow)
        {
            IndexVariable row = context.Names.Index("row");
            List<Statement> body = [];
            IndexVariable? steps = context.DefineSteps(nest, row, body);
            if (steps is null && _region.SumsOverRowSteps)
                _rowSteps = context.DefineSteps(row, body);
            statements.Add(new Loop(row, Bound.Of(0), context.Rows, 1, false, [.. body, .. Quantize(row, steps), .. Tiles(row, steps)]));
        }
        else
        {
            IndexVariable? count = nest.Axis == LoopAxis.Rows ? time.ActiveRows : null;
            statements.AddRange([.. Quantize(null, count), .. Tiles(null, count)]);
        }

        return statements;
    }

    /// <summary>Emits the statements of the nest for the rows that do not have this step.</summary>
    public IReadOnlyList<Statement> LowerInactive() =>
        [.. Pass(_plan.Narrow, (Bound.Of(RuntimeNumber.Rows, local: time.ActiveRows), Bound.Of(RuntimeNumber.Rows)), null)];

    /// <summary>Gets the comment above the nest. The equations of a step that is emitted again are above its first copy, or above that for several rows.</summary>
    private IReadOnlyList<string> Text()
    {
        IEnumerable<BufferView> targets = _region.Stores.Select(static s => s.Target).Concat(_region.Reductions.SelectMany(static r => r.Targets));
        string stores = string.Join(", ", targets.Select(static t => t.Buffer.Name).Distinct());
        if (time.Copy > 0)
            return [FormattableString.Invariant($"{stores} of step {(time.Step is { } t ? $"{t.Name} + " : "")}{time.Shift}")];
        return time.Resident.Count > 0 && !time.IsStreamStep ? [$"{stores}, as for several rows"] : IsCopy ? _region.Text : _plan.Text;
    }

    /// <summary>Emits the rounding of the operands of integer products to bytes, for all rows or steps. All tiles read them, so that threads wait for one that rounds.</summary>
    private IEnumerable<Statement> Quantize(IndexVariable? row, IndexVariable? count)
    {
        if (_region.Quantized.Count == 0)
            return [];
        (Bound From, Bound To)? range = context.SingleRow && nest.Axis == LoopAxis.Rows ? null
            : nest.Axis == LoopAxis.Rows ? (Bound.Of(0), Bound.Of(RuntimeNumber.Rows, local: count))
            : (Bound.Of(0), nest.WholeSteps is { } whole ? Bound.Of(whole) : Bound.Of(RuntimeNumber.Steps, local: count));
        return [.. OneThread(Along(range, 1, (tile, steps) => WholeVectors(tile, row, steps).LowerQuantization())), .. context.AfterNest];
    }

    /// <summary>Creates the lowering of what handles the whole vectors of a row or step at once: copies, and the rounding of operands.</summary>
    private TileLowering WholeVectors(IndexVariable? tile, IndexVariable? row, IndexVariable? steps) =>
        new(context, _region, new TilePosition(nest.Axis, tile, 1, row, time, null, 0, null, []) { Steps = steps }, [], null);

    private IEnumerable<Statement> Tiles(IndexVariable? row, IndexVariable? count)
    {
        if (context.SingleRow && nest.Axis == LoopAxis.Rows)
            return Pass(_plan.Narrow, null, row);
        if (nest.Axis == LoopAxis.Steps && nest.WholeSteps is { } whole)
            return WholeTiles(row, whole);
        RuntimeNumber extent = nest.Axis == LoopAxis.Rows ? RuntimeNumber.Rows : RuntimeNumber.Steps;
        if (IsCopy || _plan.Wide is not { } wide)
            return Pass(_plan.Narrow, (Bound.Of(0), Bound.Of(extent, local: count)), row);
        KernelCondition condition = nest.Axis == LoopAxis.Rows ? KernelCondition.RowsAtLeast : KernelCondition.StepsAtLeast;
        IReadOnlyList<Statement> several = [.. Pass(wide, (Bound.Of(0), Bound.Of(extent, wide.Width, count)), row)];
        IReadOnlyList<Statement> rest = [.. Pass(_plan.Narrow, (Bound.Of(extent, wide.Width, count), Bound.Of(extent, local: count)), row)];
        if (MethodSize.Locals(several) + MethodSize.Locals(rest) > JitBudget.LocalsPerMethod)
            rest = [new Outlined("Rest", "The rows or steps that fill no tile of several.", rest)];
        return [new Conditional(condition, wide.Width, several) { Local = count }, .. rest];
    }

    /// <summary>Emits the statements for a number of steps that is known.</summary>
    private IEnumerable<Statement> WholeTiles(IndexVariable? row, int steps)
    {
        int tiled = IsCopy || _plan.Wide is null ? 0 : steps / _plan.Wide.Width * _plan.Wide.Width;
        IEnumerable<Statement> wide = tiled > 0 ? Pass(_plan.Wide!, (Bound.Of(0), Bound.Of(tiled)), row) : [];
        IEnumerable<Statement> narrow = tiled < steps ? Pass(_plan.Narrow, (Bound.Of(tiled), Bound.Of(steps)), row) : [];
        return [.. wide, .. narrow];
    }

    /// <summary>Emits all lanes of a range of rows (or steps) in tiles of one shape; the range is null for a single row.</summary>
    private IEnumerable<Statement> Pass(TilePass pass, (Bound From, Bound To)? range, IndexVariable? row)
    {
        if (IsCopy)
        {
            return range is { } r && CopiesAllSteps && r.From == Bound.Of(0)
                ? WholeVectors(null, row, r.To.Local).LowerCopies(r.To)
                : Along(range, 1, (tile, steps) => WholeVectors(tile, row, steps).LowerCopies(Bound.Of(1)));
        }

        if (_region.Reductions.Count > 0)
        {
            return OneThread(Along(range, pass.Width, (tile, steps) =>
            {
                ReductionRegisters sums = new(context, _region, pass.Width);
                TilePosition position = new(nest.Axis, tile, pass.Width, row, time, null, 0, null, []) { Steps = steps };
                return [.. sums.Initialize(), .. pass.Segments.SelectMany(s => Across(s, position, sums)), .. sums.Store(position)];
            }));
        }

        return pass.Segments.SelectMany(segment => Across(segment, range, pass.Width, row));
    }

    /// <summary>Restricts statements to the first thread if threads partition lanes: one thread computes a reduction over lanes.</summary>
    private IEnumerable<Statement> OneThread(IEnumerable<Statement> statements) =>
        context.ByLanes ? [new Conditional(KernelCondition.OwnsWorkItem, 0, [.. statements])] : statements;

    private string EpilogueSummary() =>
        $"From the sums {string.Join(", ", _region.Accumulations.Select(static a => a.Name))} of all rows to "
        + $"{string.Join(", ", _region.Stores.Select(static s => s.Target.Buffer.Name).Distinct())}.";

    private IEnumerable<Statement> Across(TileSegment segment, (Bound From, Bound To)? range, int width, IndexVariable? row) =>
        LaneLoops.Around(
            context.Names,
            segment.Lanes,
            (block, lane) =>
            {
                TilePosition At(IndexVariable? tile, int elements, IndexVariable? steps) =>
                    new(nest.Axis, tile, elements, row, time, block, segment.Lanes.FirstBlock, lane, segment.Lanes.Vectors) { Steps = steps };
                if (!segment.OutlinesEpilogue)
                    return [.. Along(range, width, (tile, steps) => Tile(At(tile, width, steps), segment, null).Lower())];
                return
                [
                    .. Along(range, width, (tile, steps) => Tile(At(tile, width, steps), segment, null).LowerSums(nest.Scratch!)),
                    new Outlined("Epilogue", EpilogueSummary(), [.. Along(range, 1, (tile, steps) => Tile(At(tile, 1, steps), segment, null).LowerEpilogue(nest.Scratch!))]),
                ];
            },
            width == 1 && _plan.IsAlternating ? time : null,
            context.ByLanes ? 0 : null);

    private IEnumerable<Statement> Across(TileSegment segment, TilePosition position, ReductionRegisters sums) =>
        LaneLoops.Around(context.Names, segment.Lanes, (block, lane) =>
            Tile(position with { Block = block, FirstBlock = segment.Lanes.FirstBlock, Lane = lane, Vectors = segment.Lanes.Vectors }, segment, sums).Lower());

    private TileLowering Tile(TilePosition position, TileSegment segment, ReductionRegisters? sums) => new(context, _region, position, segment.Products, sums);

    /// <summary>Emits the loop over tiles; its body gets the index of the tile and, if an address depends on it, the local of the row's steps.</summary>
    private IEnumerable<Statement> Along((Bound From, Bound To)? range, int width, Func<IndexVariable?, IndexVariable?, IReadOnlyList<Statement>> body)
    {
        if (range is not { } r)
            return body(null, null);
        IndexVariable tile = context.Names.Index(nest.Axis == LoopAxis.Rows ? "row" : "step");
        List<Statement> statements = [];
        IndexVariable? steps = r.To.Local ?? _rowSteps;
        if (nest.Axis == LoopAxis.Rows)
            steps = _region.DependsOnRowSteps || _region.SumsOverRowSteps ? context.DefineSteps(tile, statements) : null;
        return [new Loop(tile, r.From, r.To, width, false, [.. statements, .. body(tile, steps)])];
    }
}
