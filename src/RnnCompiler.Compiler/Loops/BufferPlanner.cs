using RnnCompiler.Compiler.Targets;

namespace RnnCompiler.Compiler.Loops;

/// <summary>
/// Gives the buffers of a function their offsets in a row's stretch of workspace: two buffers share memory if no nest needs both.
/// </summary>
internal static class BufferPlanner
{
    /// <summary>Places the buffers; returns the floats of a row.</summary>
    /// <param name="schedule">The function.</param>
    /// <param name="outside">Buffers that the caller fills before or reads afterwards: theirs alone.</param>
    public static int Plan(FunctionSchedule schedule, IReadOnlyList<TensorBuffer> outside)
    {
        int count = MarkLifetimes(schedule);
        foreach (TensorBuffer buffer in outside)
            buffer.Touch(0, count);

        List<BufferFamily> placed = [];
        long size = 0;
        foreach (BufferFamily family in BufferFamily.Of(schedule).OrderByDescending(static f => f.Size).ThenBy(static f => f.FirstUse))
        {
            family.Offset = FirstFit(placed.Where(p => p.FirstUse <= family.LastUse && family.FirstUse <= p.LastUse), family.Size);
            placed.Add(family);
            size = Math.Max(size, family.Offset + family.Size);
        }

        return RowStride(size);
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

    private static long FirstFit(IEnumerable<BufferFamily> neighbours, long size)
    {
        long offset = 0;
        foreach (BufferFamily neighbour in neighbours.OrderBy(static n => n.Offset))
        {
            if (offset + size <= neighbour.Offset)
                break;
            offset = Math.Max(offset, neighbour.Offset + neighbour.Size);
        }

        return offset;
    }

    private static int MarkLifetimes(FunctionSchedule schedule)
    {
        int index = 0;
        foreach (Nest nest in schedule.Groups.SelectMany(static g => g.Nests))
        {
            switch (nest)
            {
                case RegionNest region:
                    Touch(region, index, index);
                    break;
                case TimeNest loop:
                    index = MarkLoop(loop, index);
                    break;
                case GradientNest gradient:
                    gradient.Operand.Buffer.Touch(index, index);
                    foreach (GradientTerm term in gradient.Terms)
                        term.Delta.Buffer.Touch(index, index);
                    break;
                case SumNest sum:
                    sum.Source.Buffer.Touch(index, index);
                    foreach (View target in sum.Targets)
                        target.Buffer.Touch(index, index);
                    break;
                case ScatterNest scatter:
                    scatter.Source.Buffer.Touch(index, index);
                    break;
                case ZeroGradientNest:
                    break;
                default:
                    throw new InvalidOperationException($"{nest.GetType().Name} has no lifetime rule.");
            }

            index++;
        }

        return index;
    }

    /// <summary>Within a loop each nest has a time of its own, so that scratch of one step can share memory; what crosses steps lives throughout.</summary>
    private static int MarkLoop(TimeNest loop, int first)
    {
        int last = first + loop.Body.Count + 1;
        HashSet<TensorBuffer> crossing = [.. loop.DoubleBuffered];
        foreach (RegionNest outside in loop.Prologue.Concat(loop.Epilogue))
            Touch(outside, first, last);
        for (int i = 0; i < loop.Body.Count; i++)
        {
            foreach (TensorBuffer buffer in loop.Body[i].Region.Touched)
            {
                bool scratch = buffer.Slots == 1 && !crossing.Contains(buffer) && (buffer.LastUse < 0 || buffer.FirstUse > first) && WrittenFirst(loop, buffer);
                buffer.Touch(scratch ? first + 1 + i : first, scratch ? first + 1 + i : last);
            }

            loop.Body[i].Sums?.Touch(first + 1 + i, first + 1 + i);
        }

        foreach (TensorBuffer buffer in crossing)
            buffer.Touch(first, last);
        return last;
    }

    /// <summary>Whether a step writes a buffer before it reads it, so that nothing of the step before is needed.</summary>
    private static bool WrittenFirst(TimeNest loop, TensorBuffer buffer)
    {
        Region region = loop.Body.First(n => n.Region.Touched.Contains(buffer)).Region;
        return region.Stores.Any(s => s.Target.Buffer == buffer) || region.Reductions.Any(r => r.Targets.Any(t => t.Buffer == buffer));
    }

    private static void Touch(RegionNest nest, int first, int last)
    {
        foreach (TensorBuffer buffer in nest.Touched)
            buffer.Touch(first, last);
    }
}
