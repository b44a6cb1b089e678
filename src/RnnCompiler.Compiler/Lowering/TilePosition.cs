using RnnCompiler.Compiler.Kernels;
using RnnCompiler.Compiler.Loops;
using RnnCompiler.Compiler.Targets;
using RnnCompiler.Compiler.Tiling;

namespace RnnCompiler.Compiler.Lowering;

/// <summary>Enclosing time loop of a nest: its index, and the halves of its double-buffered carries.</summary>
/// <param name="Step">The index of the step; null outside of a time loop.</param>
/// <param name="Carries">The pointers to the halves of each carry.</param>
internal sealed record TimeContext(IndexVariable? Step, IReadOnlyDictionary<LoopBuffer, (Pointer Current, Pointer Next)> Carries)
{
    private static readonly Dictionary<LoopBuffer, VectorRegister[]> s_none = [];

    /// <summary>The distance in steps from the index, or the step itself without an index.</summary>
    public int Shift { get; init; }

    /// <summary>The number of unrolled copies of the step before this one.</summary>
    public int Copy { get; init; }

    /// <summary>The unroll factor of the loop; 0 outside of a recurrence.</summary>
    public int UnrollFactor { get; init; }

    /// <summary>The local that holds the number of rows that have this step; null if all have it.</summary>
    public IndexVariable? ActiveRows { get; init; }

    /// <summary>The registers of the carries that stay in registers; none in a loop for several rows.</summary>
    public IReadOnlyDictionary<LoopBuffer, VectorRegister[]> Resident { get; init; } = s_none;

    /// <summary>Receives what each step would compute again, which the loop for a single row computes before its first step; null in other loops.</summary>
    public InvariantSums? Invariants { get; init; }

    /// <summary>Whether a call is one step of a stream, whose parity is that of the stream's state.</summary>
    public bool IsStreamStep { get; init; }

    /// <summary>Whether the nest is in the body of a recurrence.</summary>
    public bool IsRecurrent => UnrollFactor > 0;

    /// <summary>Whether this is known at compile time to be an odd step.</summary>
    public bool IsOdd => Shift % 2 == 1 && (Step is null || UnrollFactor % 2 == 0);

    /// <summary>The parity of the step, if it is known only at run time; else null.</summary>
    public Parity? Parity => Step is null || UnrollFactor % 2 == 0 ? null : new Parity(Step, Shift);

    /// <summary>The context outside of a time loop.</summary>
    public static TimeContext None { get; } = new(null, new Dictionary<LoopBuffer, (Pointer, Pointer)>());

    /// <summary>The context of a function that is one step of a stream.</summary>
    public static TimeContext StreamStep { get; } = None with { IsStreamStep = true };
}

/// <summary>Position of a tile.</summary>
/// <param name="Axis">The axis that its width spans.</param>
/// <param name="Tile">The index of its first row or step; null for 0.</param>
/// <param name="Width">The number of rows or steps.</param>
/// <param name="Row">The index of the row, if its width spans steps; null for 0.</param>
/// <param name="Time">The enclosing time loop.</param>
/// <param name="Block">The index of its first block; null if it is a constant.</param>
/// <param name="FirstBlock">Its first block, if that is a constant.</param>
/// <param name="Lane">The index of its first lane within the block; null for 0.</param>
/// <param name="Vectors">Its vectors.</param>
internal sealed record TilePosition(
    LoopAxis Axis,
    IndexVariable? Tile,
    int Width,
    IndexVariable? Row,
    TimeContext Time,
    IndexVariable? Block,
    int FirstBlock,
    IndexVariable? Lane,
    IReadOnlyList<LaneVector> Vectors)
{
    /// <summary>The local that holds the steps of its row; null for those of the call.</summary>
    public IndexVariable? Steps { get; init; }

    /// <summary>Computes the offset of the first block and lane of the tile, if a block has <paramref name="blockStride"/> floats.</summary>
    public Affine Lanes(Affine start, long blockStride) => Lanes(start, blockStride, 1);

    /// <summary>Computes an offset into scratch that no other tile uses, if each lane has <paramref name="floats"/> floats.</summary>
    public Affine PrivateOffset(Affine start, int floats) => Lanes(start, (long)Target.Block * floats, floats);

    /// <summary>Computes the address of a view for the first row or step of the tile: base pointer (null for the start of the memory) and offset.</summary>
    public (Pointer? Base, Affine Offset) Address(BufferView view, LoweringContext context, bool lanes)
    {
        LoopBuffer buffer = view.Buffer;
        long stride = buffer.SlotStride;
        IndexVariable? row = Axis == LoopAxis.Rows ? Tile : Row;
        IndexVariable? step = Axis == LoopAxis.Steps ? Tile : Time.Step;
        Pointer? origin = view.Slot switch
        {
            Slot.Current => Time.Carries[buffer].Current,
            Slot.Next => Time.Carries[buffer].Next,
            _ => null,
        };
        Affine offset = Affine.Of((origin is null ? context.Placement.OffsetOf(buffer) + (view.Shift * stride) : 0) + view.LaneOffset)
            .Plus(row, context.Placement.RowStrideOf(buffer));
        offset = view.Slot switch
        {
            Slot.Time => offset.Plus(step, stride).Plus(Axis == LoopAxis.Rows ? Time.Shift * stride : 0),
            Slot.AfterLast => offset.Plus(RuntimeNumber.Steps, stride),
            Slot.Last => Last(offset, stride),
            Slot.Reversed => Last(offset, stride).Plus(step, -stride),
            _ => offset,
        };
        return (origin, lanes ? Lanes(offset, Target.Block) : offset);
    }

    /// <summary>Gets the stride in floats from one row or step of the tile to the next; 0 if they share the value.</summary>
    public long WidthStride(BufferView view, LoweringContext context) => Axis == LoopAxis.Rows
        ? context.Placement.RowStrideOf(view.Buffer)
        : view.IsStacked ? view.Buffer.SlotStride : view.Slot == Slot.Reversed ? -view.Buffer.SlotStride : 0;

    /// <summary>Adds the distance to the slot of the last step of the row.</summary>
    private Affine Last(Affine start, long stride) => (Steps is null ? start.Plus(RuntimeNumber.Steps, stride) : start.Plus(Steps, stride)).Plus(-stride);

    private Affine Lanes(Affine start, long blockStride, int laneStride) =>
        (Block is null ? start.Plus(FirstBlock * blockStride) : start.Plus(Block, blockStride)).Plus(Lane, laneStride);
}
