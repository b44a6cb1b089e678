using RnnCompiler.Compiler.Targets;

namespace RnnCompiler.Compiler.Loops;

/// <summary>
/// Places the buffers of a program in the stretch of workspace that each row has: two buffers share memory if no nest needs both. Families of
/// buffers go from the largest to the smallest, each to the first gap that is large enough.
/// </summary>
public static class BufferPlanner
{
    /// <summary>Computes where the buffers of a program lie.</summary>
    /// <param name="program">The program; it stays as it is.</param>
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
                offset += buffer.Size;
            }
        }

        return program with { Placement = new BufferPlacement(offsets, RowStride(size)) };
    }

    /// <summary>
    /// A row's stride: room for a vector that is read beyond the last buffer, and an odd number of cache lines, so that one step of
    /// many rows does not fall into the same sets of the cache.
    /// </summary>
    private static int RowStride(long size)
    {
        long lines = (size / Target.Block) + 1;
        return checked((int)((lines | 1) * Target.Block));
    }

    /// <summary>The first offset at which a size fits between families that live at the same time.</summary>
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
