using RnnCompiler.Compiler.Targets;

namespace RnnCompiler.Compiler.Loops;

/// <summary>
/// Memory that holds one value, for each row and perhaps for each step. Identity is by reference. Where it lies in the workspace is not part of it:
/// see <see cref="BufferPlacement"/>.
/// </summary>
/// <param name="name">The name of its value, for readers; need not be unique.</param>
/// <param name="space">The memory that it is part of.</param>
/// <param name="length">Elements of a slot.</param>
/// <param name="slots">Slots: 1, or one for each step, or one more than steps for the history of a carry, or 2 for the halves of a carry.</param>
/// <param name="isPadded">Whether a slot takes whole blocks of 16 floats; the memory of callers does not.</param>
public sealed class LoopBuffer(string name, MemorySpace space, int length, int slots, bool isPadded)
{
    /// <summary>The name of its value, for readers; need not be unique.</summary>
    public string Name { get; } = name;

    /// <summary>The memory that it is part of.</summary>
    public MemorySpace Space { get; } = space;

    /// <summary>Elements of a slot.</summary>
    public int Length { get; } = length;

    /// <summary>Slots.</summary>
    public int Slots { get; } = slots;

    /// <summary>Whether a slot takes whole blocks of 16 floats.</summary>
    public bool IsPadded { get; } = isPadded;

    /// <summary>Floats from one slot to the next.</summary>
    public int SlotStride { get; init; } = isPadded ? Target.Pad(length) : length;

    /// <summary>Floats from one row to the next outside of the workspace; 0 if all rows share it. The workspace has one row stride for all its buffers.</summary>
    public int RowStride { get; init; }

    /// <summary>The first float outside of the workspace, whose buffers are placed by <see cref="BufferPlanner"/>.</summary>
    public long Start { get; init; }

    /// <summary>Whether the caller fills it before the function runs or reads it afterwards, so that nothing else may lie there.</summary>
    public bool IsInterface { get; init; }

    /// <summary>Whether it needs a place in the workspace.</summary>
    public bool IsInWorkspace => Space == MemorySpace.Workspace;

    /// <summary>Floats of all slots of a row.</summary>
    public long Size => (long)Slots * SlotStride;

    /// <inheritdoc/>
    public override string ToString() => Name;
}
