namespace RnnCompiler.Compiler.Loops;

/// <summary>
/// Buffers that lie one after another in the workspace. The operands of products that one accumulator adds, such as the cotangents of the
/// gates, are one family: at equal distances, one loop reads them all. So are buffers that one region writes and that have one lifetime:
/// where levels of one shape lay out their buffers alike, their code differs in few addresses. Any other buffer is alone.
/// </summary>
/// <param name="Buffers">The buffers, in order.</param>
/// <param name="Lifetime">From the first nest that needs one of them to the last.</param>
internal sealed record BufferFamily(IReadOnlyList<LoopBuffer> Buffers, Lifetime Lifetime)
{
    /// <summary>Floats of all buffers.</summary>
    public long Size { get; } = Buffers.Sum(static b => b.Size);

    /// <summary>The families of the workspace, without buffers that nothing needs.</summary>
    public static IEnumerable<BufferFamily> Of(LoopProgram program, BufferLifetimes lifetimes)
    {
        Dictionary<LoopBuffer, List<LoopBuffer>> families = program.Buffers.Where(b => b.IsInWorkspace && lifetimes.IsUsed(b)).ToDictionary(static b => b, static b => new List<LoopBuffer> { b });
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
