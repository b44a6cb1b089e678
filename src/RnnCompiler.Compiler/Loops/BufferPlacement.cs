namespace RnnCompiler.Compiler.Loops;

/// <summary>Placement of the buffers of a program: offsets within a row of the workspace.</summary>
/// <param name="offsets">The first float of each workspace buffer, relative to the row.</param>
/// <param name="rowStride">Floats from one row of the workspace to the next.</param>
public sealed class BufferPlacement(IReadOnlyDictionary<LoopBuffer, long> offsets, int rowStride)
{
    /// <summary>Floats from one row of the workspace to the next.</summary>
    public int RowStride => rowStride;

    /// <summary>Gets the first float of a buffer in its memory.</summary>
    /// <param name="buffer">A buffer of the program.</param>
    /// <exception cref="InvalidOperationException">The buffer belongs to the workspace and was not placed.</exception>
    public long OffsetOf(LoopBuffer buffer)
    {
        if (!buffer.IsInWorkspace)
            return buffer.Start;
        return offsets.TryGetValue(buffer, out long offset)
            ? offset
            : throw new InvalidOperationException($"Expected the buffer {buffer.Name} to be placed in the workspace, but it is not.");
    }

    /// <summary>Gets the stride in floats from one row of a buffer to the next; 0 if all rows share it.</summary>
    /// <param name="buffer">A buffer of the program.</param>
    public int RowStrideOf(LoopBuffer buffer) => buffer.IsInWorkspace ? rowStride : buffer.RowStride;
}
