using RnnCompiler.Compiler.Targets;

namespace RnnCompiler.Compiler.Loops;

/// <summary>
/// Buffers that are placed contiguously in the workspace. The operands of products of one accumulator, such as the cotangents of the gates, are one family:
/// their stride is constant, so one loop reads them all. Buffers that one region writes and that have the same lifetime are one family too, so that layers of
/// one shape have the same relative offsets and their code can be shared. All other buffers are families of one.
/// </summary>
/// <param name="Buffers">The buffers, in order.</param>
/// <param name="Lifetime">The union of the lifetimes of the buffers.</param>
internal sealed record BufferFamily(IReadOnlyList<LoopBuffer> Buffers, Lifetime Lifetime)
{
    // From half a page on. Addresses select the set of a cache within a page of 64 lines.
    private const int LinesToStagger = 32;
    private const int StaggeredLines = 5;
    private const int StaggerUnit = 8;

    /// <summary>Size of all buffers in floats, as far apart as they are placed.</summary>
    public long Size { get; } = Buffers.Sum(Extent);

    /// <summary>
    /// Gets the floats from the start of a buffer to that of the next. The same step of many buffers is read together: where the number of steps is a power of two, it
    /// must not map to one cache set in all of them. Nor are neighbouring steps of different buffers the same number of pages apart, since a load waits for a store
    /// shortly before it with which it shares the address within a page.
    /// </summary>
    public static long Extent(LoopBuffer buffer)
    {
        long lines = buffer.Size / Target.Block;
        if (lines >= LinesToStagger)
            lines += (StaggeredLines - (lines % StaggerUnit) + StaggerUnit) % StaggerUnit;
        return lines * Target.Block;
    }

    /// <summary>Forms the families of the workspace; buffers without a lifetime are omitted.</summary>
    public static IEnumerable<BufferFamily> Of(LoopProgram program, BufferLifetimes lifetimes)
    {
        Dictionary<LoopBuffer, List<LoopBuffer>> families = program.Buffers.Where(b => b.IsInWorkspace && lifetimes.IsUsed(b))
            .ToDictionary(static b => b, static b => new List<LoopBuffer> { b });
        IReadOnlyList<Region> regions = [.. program.Regions.Select(static n => n.Region)];
        foreach (Region region in regions)
        {
            foreach (Accumulation accumulation in region.Accumulations)
                Unite([.. accumulation.Products.Select(p => region.Loads[p.Operand].Buffer).Where(families.ContainsKey).Distinct()], families);
        }

        foreach (Region region in regions)
        {
            foreach (IGrouping<Lifetime, LoopBuffer> alike in region.Stores.Select(static s => s.Target.Buffer).Where(families.ContainsKey).Distinct().GroupBy(b => lifetimes[b]))
                Unite([.. alike], families);
        }

        return families.Values.Distinct().Select(f => new BufferFamily(f, f.Select(b => lifetimes[b]).Aggregate(static (a, b) => a.Union(b))));
    }

    private static void Unite(IReadOnlyList<LoopBuffer> alike, Dictionary<LoopBuffer, List<LoopBuffer>> families)
    {
        foreach (LoopBuffer other in alike.Skip(1).Where(o => o.Size == alike[0].Size && families[o] != families[alike[0]]))
        {
            List<LoopBuffer> family = families[alike[0]];
            foreach (LoopBuffer buffer in families[other])
            {
                family.Add(buffer);
                families[buffer] = family;
            }
        }
    }
}
