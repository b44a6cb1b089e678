namespace RnnCompiler.Compiler.Loops;

/// <summary>
/// Buffers that lie one after another in the workspace. The operands of products that one accumulator adds, such as the cotangents of the
/// gates, are one family: at equal distances, one loop reads them all. So are buffers that one region writes and that are needed equally
/// long: where levels of one shape lay out their buffers alike, their code differs in few addresses. Any other buffer is alone.
/// </summary>
internal sealed class BufferFamily(IReadOnlyList<TensorBuffer> buffers)
{
    /// <summary>Floats of all buffers.</summary>
    public long Size { get; } = buffers.Sum(static b => b.Size);

    /// <summary>The first nest that touches one of them.</summary>
    public int FirstUse { get; } = buffers.Min(static b => b.FirstUse);

    /// <summary>The last nest that touches one of them.</summary>
    public int LastUse { get; } = buffers.Max(static b => b.LastUse);

    /// <summary>The first float; places the buffers.</summary>
    public long Offset
    {
        get => buffers[0].Offset;
        set
        {
            foreach (TensorBuffer buffer in buffers)
            {
                buffer.Offset = value;
                value += buffer.Size;
            }
        }
    }

    /// <summary>The families of a function whose lifetimes are known, without buffers that no nest touches.</summary>
    public static IEnumerable<BufferFamily> Of(FunctionSchedule schedule)
    {
        Dictionary<TensorBuffer, List<TensorBuffer>> families = schedule.Workspace.Where(static b => b.LastUse >= 0).ToDictionary(static b => b, static b => new List<TensorBuffer> { b });
        IReadOnlyList<Region> regions = [.. schedule.Groups.SelectMany(static g => g.Nests).SelectMany(RegionNests.Of).Select(static n => n.Region)];
        foreach (Region region in regions)
        {
            foreach (Accumulation accumulation in region.Accumulations)
                Unite([.. accumulation.Products.Select(p => region.Loads[p.Operand].Buffer).Where(families.ContainsKey).Distinct()], families);
        }

        foreach (Region region in regions)
        {
            foreach (IGrouping<(int, int), TensorBuffer> alike in region.Stores.Select(static s => s.Target.Buffer).Where(families.ContainsKey).Distinct().GroupBy(static b => (b.FirstUse, b.LastUse)))
                Unite([.. alike], families);
        }

        return families.Values.Distinct().Select(static f => new BufferFamily(f));
    }

    private static void Unite(IReadOnlyList<TensorBuffer> operands, Dictionary<TensorBuffer, List<TensorBuffer>> families)
    {
        foreach (TensorBuffer operand in operands.Skip(1).Where(o => o.Size == operands[0].Size && families[o] != families[operands[0]]))
        {
            List<TensorBuffer> family = families[operands[0]];
            foreach (TensorBuffer buffer in families[operand])
            {
                family.Add(buffer);
                families[buffer] = family;
            }
        }
    }
}
