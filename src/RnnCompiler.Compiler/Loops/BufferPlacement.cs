namespace RnnCompiler.Compiler.Loops;

/// <summary>Where the buffers of a program lie: offsets in the stretch of workspace that each row has.</summary>
/// <param name="offsets">The first float of each buffer of the workspace.</param>
/// <param name="rowStride">Floats from one row of the workspace to the next.</param>
public sealed class BufferPlacement(IReadOnlyDictionary<LoopBuffer, long> offsets, int rowStride)
{
    /// <summary>Floats from one row of the workspace to the next.</summary>
    public int RowStride => rowStride;

    /// <summary>The first float of a buffer in its memory.</summary>
    /// <param name="buffer">A buffer of the program.</param>
    /// <exception cref="InvalidOperationException">The buffer belongs to the workspace and was not placed.</exception>
    public long OffsetOf(LoopBuffer buffer)
    {
        if (!buffer.IsInWorkspace)
            return buffer.Start;
        return offsets.TryGetValue(buffer, out long offset)
            ? offset
            : throw new InvalidOperationException($"Expected a place in the workspace for the buffer {buffer.Name}, but it has none.");
    }

    /// <summary>Floats from one row of a buffer to the next; 0 if all rows share it.</summary>
    /// <param name="buffer">A buffer of the program.</param>
    public int RowStrideOf(LoopBuffer buffer) => buffer.IsInWorkspace ? rowStride : buffer.RowStride;
}
