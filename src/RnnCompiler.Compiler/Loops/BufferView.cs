using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Targets;

namespace RnnCompiler.Compiler.Loops;

/// <summary>Slot of a buffer that a view accesses.</summary>
public enum Slot
{
    /// <summary>The slot with the number <see cref="BufferView.Shift"/>.</summary>
    Fixed,

    /// <summary>The slot of the current step, plus <see cref="BufferView.Shift"/>.</summary>
    Time,

    /// <summary>The slot whose number is the number of steps of the call, which is known at run time.</summary>
    AfterLast,

    /// <summary>The slot of the last step of the row; rows differ in their number of steps.</summary>
    Last,

    /// <summary>The slot that is as far before the last step of the row as the current one is behind the first, plus <see cref="BufferView.Shift"/>; in loops over steps.</summary>
    Reversed,

    /// <summary>The half of a double-buffered carry that holds the value before the step.</summary>
    Current,

    /// <summary>The half of a double-buffered carry that receives the value after the step.</summary>
    Next,
}

/// <summary>View of consecutive elements of one slot of a buffer.</summary>
/// <param name="Buffer">The buffer.</param>
/// <param name="Slot">The slot.</param>
/// <param name="Shift">The number of a slot, or a distance in slots; see <see cref="Slot"/>.</param>
/// <param name="LaneOffset">The first element; above 0 for slices.</param>
/// <param name="Length">The number of elements.</param>
public sealed record BufferView(LoopBuffer Buffer, Slot Slot, int Shift, int LaneOffset, int Length)
{
    /// <summary>Creates a view of slot 0 of a buffer.</summary>
    public static BufferView Of(LoopBuffer buffer) => new(buffer, Slot.Fixed, 0, 0, buffer.Length);

    /// <summary>Creates a view of the slot of the current step, plus a shift.</summary>
    public static BufferView Stacked(LoopBuffer buffer, int shift = 0) => new(buffer, Slot.Time, shift, 0, buffer.Length);

    /// <summary>
    /// Returns the view of one step. The last step is that of the row, unless all rows have a single step. A value that all steps share, which is stored once, is that
    /// of each step.
    /// </summary>
    public BufferView AtStep(StepOperation step) => Slot == Slot.Fixed
        ? this
        : step.IsLast && step.Length > 1
        ? this with { Slot = Slot.Last }
        : this with { Slot = Slot.Fixed, Shift = Shift + step.Step };

    /// <summary>Whether the slot depends on the current step.</summary>
    public bool IsStacked => Slot == Slot.Time;

    /// <summary>Whether a whole vector may be read or written at the tail, because the rest of its block is padding of this buffer.</summary>
    public bool OwnsItsBlocks => Buffer.IsPadded && !Buffer.IsOverlapping && LaneOffset == 0 && Length == Buffer.Length;

    /// <summary>
    /// Returns whether whole vectors may be read up to the tail: what is behind the last element is padding or other elements of this buffer. The vectors of a slice begin
    /// at its first element, so that the last one may reach beyond the padding.
    /// </summary>
    /// <param name="lanes">The number of lanes of a vector.</param>
    public bool IsReadableWhole(int lanes) => Buffer.IsPadded && LaneOffset + ((Length + lanes - 1) / lanes * lanes) <= Target.Pad(Buffer.Length);
}
