using RnnCompiler.Compiler.Targets;

namespace RnnCompiler.Compiler.Loops;

/// <summary>A stretch of memory that holds one value, for each row and perhaps for each step.</summary>
/// <param name="name">What a reader calls it.</param>
/// <param name="space">The memory that it is part of.</param>
/// <param name="length">Elements that mean something in a slot.</param>
/// <param name="slots">Slots: 1, or one for each step, or one more than that for the history of a carry, or 2 for its halves.</param>
/// <param name="padded">Whether a slot takes whole blocks; what callers hand in is not padded.</param>
internal sealed class TensorBuffer(string name, MemorySpace space, int length, int slots, bool padded)
{
    public string Name { get; } = name;

    public MemorySpace Space { get; } = space;

    public int Length { get; } = length;

    public int Slots { get; } = slots;

    public bool Padded { get; } = padded;

    /// <summary>Floats from one slot to the next.</summary>
    public int SlotStride { get; init; } = padded ? Target.Pad(length) : length;

    /// <summary>Floats from one row to the next where the space is not the workspace, which has one stride for all its buffers.</summary>
    public int OwnRowStride { get; init; }

    /// <summary>The first float; given by the planner for the workspace.</summary>
    public long Offset { get; set; }

    /// <summary>The first and last nest that touch it.</summary>
    public int FirstUse { get; set; } = int.MaxValue;

    /// <inheritdoc cref="FirstUse"/>
    public int LastUse { get; set; } = -1;

    public long Size => (long)Slots * SlotStride;

    /// <summary>Says that the nests from <paramref name="first"/> to <paramref name="last"/> need it.</summary>
    public void Touch(int first, int last)
    {
        FirstUse = Math.Min(FirstUse, first);
        LastUse = Math.Max(LastUse, last);
    }

    public override string ToString() => Name;
}

/// <summary>Which slot of a buffer is meant.</summary>
internal enum Slot
{
    /// <summary>Slot number <see cref="View.Shift"/>.</summary>
    Fixed,

    /// <summary>The slot of the current step, moved by <see cref="View.Shift"/>.</summary>
    Time,

    /// <summary>The slot numbered as the run-time count of steps.</summary>
    AfterLast,

    /// <summary>The half of a double-buffered carry that holds the value before the step.</summary>
    Current,

    /// <summary>The half that receives the value after the step.</summary>
    Next,
}

/// <summary>How a value is found in a buffer.</summary>
/// <param name="Buffer">The buffer.</param>
/// <param name="Slot">Which slot.</param>
/// <param name="Shift">A number of slots, see <see cref="Slot"/>.</param>
/// <param name="LaneOffset">Elements into the slot, for slices.</param>
/// <param name="Length">Elements that mean something.</param>
internal sealed record View(TensorBuffer Buffer, Slot Slot, int Shift, int LaneOffset, int Length)
{
    /// <summary>The only slot of a buffer.</summary>
    public static View Of(TensorBuffer buffer) => new(buffer, Slot.Fixed, 0, 0, buffer.Length);

    /// <summary>A stacked value: the slot of the step.</summary>
    public static View Stacked(TensorBuffer buffer, int shift = 0) => new(buffer, Slot.Time, shift, 0, buffer.Length);

    /// <summary>Whether it differs from step to step.</summary>
    public bool IsStacked => Slot == Slot.Time;

    /// <summary>Whether a whole vector may be read or written at the tail: the rest of its block belongs to it or to nobody.</summary>
    public bool OwnsItsBlocks => Buffer.Padded && LaneOffset == 0 && Length == Buffer.Length;
}
