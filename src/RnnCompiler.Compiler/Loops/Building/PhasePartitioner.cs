namespace RnnCompiler.Compiler.Loops.Building;

/// <summary>
/// Partitioner of groups into phases, which barriers separate. Phases of rows and phases of results over all rows alternate. A nest that accumulates into a
/// result begins a phase, since another thread may have computed the earlier sum. A function without results over rows has one phase. Otherwise the first phase
/// is one of results, in which weights are transposed too.
/// </summary>
internal static class PhasePartitioner
{
    /// <summary>Splits groups into phases, in order.</summary>
    public static IReadOnlyList<LoopPhase> Split(IReadOnlyList<LoopGroup> groups)
    {
        if (!groups.SelectMany(static g => g.Nests).Any(static n => n.IsOverRows))
            return [new LoopPhase(PhaseKind.Rows, groups)];
        List<(PhaseKind Kind, List<LoopGroup> Groups)> phases = [(PhaseKind.Results, [])];
        foreach (LoopGroup group in groups)
        {
            foreach (LoopNest nest in group.Nests)
            {
                PhaseKind kind = nest.IsOverRows ? PhaseKind.Results : PhaseKind.Rows;
                if (phases[phases.Count - 1].Kind != kind || (nest.AddsOverRows && phases[phases.Count - 1].Groups.Count > 0))
                    phases.Add((kind, []));
                Add(phases[phases.Count - 1].Groups, group, nest);
            }
        }

        return [.. phases.Select(static p => new LoopPhase(p.Kind, p.Groups))];
    }

    private static void Add(List<LoopGroup> groups, LoopGroup group, LoopNest nest)
    {
        int last = groups.Count - 1;
        if (last >= 0 && groups[last].Title == group.Title && groups[last].For == group.For)
            groups[last] = groups[last] with { Nests = [.. groups[last].Nests, nest] };
        else
            groups.Add(group with { Nests = [nest] });
    }
}
