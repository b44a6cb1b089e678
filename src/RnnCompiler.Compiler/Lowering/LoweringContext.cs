using RnnCompiler.Compiler.Kernels;
using RnnCompiler.Compiler.Loops;
using RnnCompiler.Compiler.Packing;
using RnnCompiler.Compiler.Targets;
using RnnCompiler.Compiler.Tiling;

namespace RnnCompiler.Compiler.Lowering;

/// <summary>What lowering to one target knows beside the nest at hand.</summary>
/// <param name="Target">The target.</param>
/// <param name="Packing">Where weights lie.</param>
/// <param name="WorkspacePerRow">Floats from one row of the workspace to the next.</param>
/// <param name="SingleRow">Whether there is one row, known now: a streaming step.</param>
/// <param name="ByLanes">Whether the parts of a call share out the lanes of that row.</param>
/// <param name="Unrolling">How loops over time are unrolled.</param>
/// <param name="Names">Names of the method under construction.</param>
internal sealed record LoweringContext(Target Target, WeightPacking Packing, int WorkspacePerRow, bool SingleRow, bool ByLanes, Unrolling Unrolling, NameScope Names)
{
    /// <summary>What stands after each nest.</summary>
    public IEnumerable<Statement> AfterNest => ByLanes ? [new PartitionBarrier()] : [];

    /// <summary>One past the last row.</summary>
    public Bound Rows => SingleRow ? Bound.Of(1) : Bound.Of(RuntimeNumber.Rows);

    /// <summary>Floats from one row to the next.</summary>
    public int RowStride(TensorBuffer buffer) => buffer.Space == MemorySpace.Workspace ? WorkspacePerRow : buffer.OwnRowStride;
}

/// <summary>Gives out names that are unique in a method.</summary>
internal sealed class NameScope
{
    private readonly Dictionary<string, int> _used = new(StringComparer.Ordinal);

    /// <summary>A name like the one that is wanted.</summary>
    public string Unique(string wanted)
    {
        string name = Identifier(wanted);
        if (!_used.TryGetValue(name, out int count))
        {
            _used[name] = 1;
            return name;
        }

        string next;
        do
        {
            next = FormattableString.Invariant($"{name}{(char.IsDigit(name[name.Length - 1]) ? "_" : "")}{++count}");
        }
        while (_used.ContainsKey(next));
        _used[name] = count;
        _used[next] = 1;
        return next;
    }

    public IndexVariable Index(string wanted) => new(Unique(wanted));

    public VectorRegister Register(string wanted) => new(Unique(wanted));

    private static string Identifier(string wanted)
    {
        string name = new([.. wanted.Select(static c => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '_' ? c : '_')]);
        return name.Length == 0 || char.IsDigit(name[0]) ? "v" + name : char.ToLowerInvariant(name[0]) + name.Substring(1);
    }
}

/// <summary>The time loop around a nest: its index, and the halves of its double-buffered carries.</summary>
/// <param name="Step">The index of the step, or null outside of a time loop.</param>
/// <param name="Carries">The halves.</param>
internal sealed record TimeContext(IndexVariable? Step, IReadOnlyDictionary<TensorBuffer, (Pointer Current, Pointer Next)> Carries)
{
    /// <summary>Steps beyond the index, or the step itself where there is none.</summary>
    public int Shift { get; init; }

    /// <summary>Copies of the step that stand before this one.</summary>
    public int Copy { get; init; }

    /// <summary>Steps that the loop takes at a time; 0 where there is no recurrence.</summary>
    public int AtOnce { get; init; }

    /// <summary>Whether this is a step of a recurrence.</summary>
    public bool IsRecurrent => AtOnce > 0;

    /// <summary>Whether this is an odd step, so far as that is known now.</summary>
    public bool IsOdd => Shift % 2 == 1 && (Step is null || AtOnce % 2 == 0);

    /// <summary>Which steps are odd, where that is known only at run time.</summary>
    public Parity? Parity => Step is null || AtOnce % 2 == 0 ? null : new Parity(Step, Shift);

    /// <summary>Outside of a time loop.</summary>
    public static TimeContext None { get; } = new(null, new Dictionary<TensorBuffer, (Pointer, Pointer)>());
}

/// <summary>Where a tile stands.</summary>
/// <param name="Axis">What its width spans.</param>
/// <param name="Tile">The index of its first row or step; null for 0.</param>
/// <param name="Width">Rows or steps.</param>
/// <param name="Row">The row, where its width spans steps; null for 0.</param>
/// <param name="Time">The time loop around it.</param>
/// <param name="Block">The index of its block; null if static.</param>
/// <param name="FirstBlock">Its block, where static.</param>
/// <param name="Part">The index of its first lane within the block; null for 0.</param>
/// <param name="Vectors">Its vectors.</param>
internal sealed record TilePosition(
    TileAxis Axis,
    IndexVariable? Tile,
    int Width,
    IndexVariable? Row,
    TimeContext Time,
    IndexVariable? Block,
    int FirstBlock,
    IndexVariable? Part,
    IReadOnlyList<LaneVector> Vectors)
{
    /// <summary>The offset of the tile's first block and lane where a block takes <paramref name="blockStride"/> floats.</summary>
    public Affine Lanes(Affine start, long blockStride) => Lanes(start, blockStride, 1);

    /// <summary>The offset of a place that no other tile has, where each lane takes <paramref name="floats"/> floats.</summary>
    public Affine OwnPlace(Affine start, int floats) => Lanes(start, (long)Target.Block * floats, floats);

    /// <summary>Where a view stands for the first element of the tile's width: the base that it counts from, and the offset.</summary>
    public (Pointer? Base, Affine Offset) Address(View view, LoweringContext context, bool lanes)
    {
        TensorBuffer buffer = view.Buffer;
        long stride = buffer.SlotStride;
        IndexVariable? row = Axis == TileAxis.Rows ? Tile : Row;
        IndexVariable? step = Axis == TileAxis.Steps ? Tile : Time.Step;
        Pointer? origin = view.Slot switch
        {
            Slot.Current => Time.Carries[buffer].Current,
            Slot.Next => Time.Carries[buffer].Next,
            _ => null,
        };
        Affine offset = Affine.Of((origin is null ? buffer.Offset + (view.Shift * stride) : 0) + view.LaneOffset).Plus(row, context.RowStride(buffer));
        offset = view.Slot switch
        {
            Slot.Time => offset.Plus(step, stride).Plus(Axis == TileAxis.Rows ? Time.Shift * stride : 0),
            Slot.AfterLast => offset.Plus(RuntimeNumber.Steps, stride),
            _ => offset,
        };
        return (origin, lanes ? Lanes(offset, Target.Block) : offset);
    }

    /// <summary>Floats from one element of the tile's width to the next; 0 if they share the value.</summary>
    public long WidthStride(View view, LoweringContext context) => Axis == TileAxis.Rows
        ? context.RowStride(view.Buffer)
        : view.IsStacked ? view.Buffer.SlotStride : 0;

    private Affine Lanes(Affine start, long blockStride, int laneStride) =>
        (Block is null ? start.Plus(FirstBlock * blockStride) : start.Plus(Block, blockStride)).Plus(Part, laneStride);
}
