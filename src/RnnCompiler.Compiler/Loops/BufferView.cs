namespace RnnCompiler.Compiler.Loops;

/// <summary>Which slot of a buffer a view means.</summary>
public enum Slot
{
    /// <summary>Slot number <see cref="BufferView.Shift"/>.</summary>
    Fixed,

    /// <summary>The slot of the current step, plus <see cref="BufferView.Shift"/>.</summary>
    Time,

    /// <summary>The slot whose number is the number of steps, known at run time.</summary>
    AfterLast,

    /// <summary>The half of a double-buffered carry that holds the value before the step.</summary>
    Current,

    /// <summary>The half of a double-buffered carry that receives the value after the step.</summary>
    Next,
}

/// <summary>Elements of one slot of a buffer.</summary>
/// <param name="Buffer">The buffer.</param>
/// <param name="Slot">Which slot.</param>
/// <param name="Shift">A number of slots, see <see cref="Slot"/>.</param>
/// <param name="LaneOffset">The first element; above 0 for slices.</param>
/// <param name="Length">Elements.</param>
public sealed record BufferView(LoopBuffer Buffer, Slot Slot, int Shift, int LaneOffset, int Length)
{
    /// <summary>The only slot of a buffer.</summary>
    public static BufferView Of(LoopBuffer buffer) => new(buffer, Slot.Fixed, 0, 0, buffer.Length);

    /// <summary>A stacked value: the slot of the current step.</summary>
    public static BufferView Stacked(LoopBuffer buffer, int shift = 0) => new(buffer, Slot.Time, shift, 0, buffer.Length);

    /// <summary>Whether it differs from step to step.</summary>
    public bool IsStacked => Slot == Slot.Time;

    /// <summary>Whether a whole vector may be read or written at the tail: the rest of its block is padding of this buffer.</summary>
    public bool OwnsItsBlocks => Buffer.IsPadded && LaneOffset == 0 && Length == Buffer.Length;
}
