using RnnCompiler.Compiler.Targets;

namespace RnnCompiler.Compiler.Loops;

/// <summary>
/// Buffer for one value, with an instance for each row and possibly for each step. Equality is by reference. Its offset in the workspace is in <see
/// cref="BufferPlacement"/>.
/// </summary>
/// <param name="name">The name of its value in printed programs; need not be unique.</param>
/// <param name="space">The memory that contains it.</param>
/// <param name="length">Elements of a slot.</param>
/// <param name="slots">The number of slots: 1, the number of steps, one more than that for the history of a carry, or 2 for a double-buffered carry.</param>
/// <param name="isPadded">Whether a slot is padded to whole blocks of 16 floats; memory of callers is not.</param>
public sealed class LoopBuffer(string name, MemorySpace space, int length, int slots, bool isPadded)
{
    /// <summary>The name of its value in printed programs; need not be unique.</summary>
    public string Name { get; } = name;

    /// <summary>The memory that contains it.</summary>
    public MemorySpace Space { get; } = space;

    /// <summary>Elements of a slot.</summary>
    public int Length { get; } = length;

    /// <summary>The number of slots.</summary>
    public int Slots { get; } = slots;

    /// <summary>Whether a slot is padded to whole blocks of 16 floats.</summary>
    public bool IsPadded { get; } = isPadded;

    /// <summary>Floats from one slot to the next; fewer than a slot has if slots overlap, as the windows of a convolution do.</summary>
    public int SlotStride { get; init; } = isPadded ? Target.Pad(length) : length;

    /// <summary>
    /// Floats from one row to the next outside of the workspace; 0 if all rows share the buffer. In the workspace all buffers have one row stride.
    /// </summary>
    public int RowStride { get; init; }

    /// <summary>The first float outside of the workspace; <see cref="BufferPlanner"/> places buffers in the workspace.</summary>
    public long Start { get; init; }

    /// <summary>Whether the caller writes it before the function runs or reads it afterwards, so that no other buffer may share its memory.</summary>
    public bool IsInterface { get; init; }

    /// <summary>Whether it is in the workspace.</summary>
    public bool IsInWorkspace => Space == MemorySpace.Workspace;

    /// <summary>Whether a slot contains elements of the next ones.</summary>
    public bool IsOverlapping => SlotStride < Length;

    /// <summary>Size of all slots of a row in floats; in the workspace a multiple of the block of 16 floats.</summary>
    public long Size
    {
        get
        {
            long size = ((long)(Slots - 1) * SlotStride) + Math.Max(SlotStride, IsOverlapping ? Target.Pad(Length) : 0);
            return IsInWorkspace ? (size + Target.Block - 1) / Target.Block * Target.Block : size;
        }
    }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
