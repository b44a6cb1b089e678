using RnnCompiler.Compiler.Targets;

namespace RnnCompiler.Compiler.Loops;

/// <summary>
/// Offset assignment for the workspace: buffers share memory if their lifetimes do not overlap. Families of buffers are placed in descending order of size,
/// each at the first offset that fits ("greedy by size"; Pisarchyk and Lee 2020).
/// </summary>
public static class BufferPlanner
{
    /// <summary>Assigns offsets to the buffers of a program.</summary>
    /// <param name="program">The program, which is not changed.</param>
    /// <returns>The program with <see cref="LoopProgram.Placement"/>.</returns>
    /// <exception cref="OverflowException">A row needs more than 2³¹ floats.</exception>
    public static LoopProgram Place(LoopProgram program)
    {
        BufferLifetimes lifetimes = BufferLifetimes.Of(program);
        Dictionary<LoopBuffer, long> offsets = [];
        List<(BufferFamily Family, long Offset)> placed = [];
        long size = 0;
        foreach (BufferFamily family in BufferFamily.Of(program, lifetimes).OrderByDescending(static f => f.Size).ThenBy(static f => f.Lifetime.First))
        {
            long offset = FirstFit(placed.Where(p => p.Family.Lifetime.Overlaps(family.Lifetime)), family.Size);
            placed.Add((family, offset));
            size = Math.Max(size, offset + family.Size);
            foreach (LoopBuffer buffer in family.Buffers)
            {
                offsets[buffer] = offset;
                offset += BufferFamily.Extent(buffer);
            }
        }

        return program with { Placement = new BufferPlacement(offsets, RowStride(size)) };
    }

    /// <summary>
    /// Computes the stride of a row: one vector more than the buffers take, since the last one may be read beyond its end, and an odd number of cache lines, so
    /// that the same step of many rows does not map to the same cache sets.
    /// </summary>
    private static int RowStride(long size)
    {
        long lines = (size / Target.Block) + 1;
        return checked((int)((lines | 1) * Target.Block));
    }

    /// <summary>Finds the first offset at which a size fits between families that are live at the same time.</summary>
    private static long FirstFit(IEnumerable<(BufferFamily Family, long Offset)> others, long size)
    {
        long offset = 0;
        foreach ((BufferFamily other, long start) in others.OrderBy(static o => o.Offset))
        {
            if (offset + size <= start)
                break;
            offset = Math.Max(offset, start + other.Size);
        }

        return offset;
    }
}
