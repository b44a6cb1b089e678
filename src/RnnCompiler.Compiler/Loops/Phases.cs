namespace RnnCompiler.Compiler.Loops;

/// <summary>What all threads do before they wait for one another.</summary>
/// <param name="Kind">What is shared out: rows, or pieces of results over all rows.</param>
/// <param name="Groups">The nests.</param>
/// <param name="Transposes">Whether weights are transposed here.</param>
internal sealed record Phase(PhaseKind Kind, IReadOnlyList<NestGroup> Groups, bool Transposes);

/// <summary>
/// Cuts a function into phases. Work on rows and work on results over all rows alternate; a result that is added to begins a phase, since
/// another thread may have made what it adds to. A function without results over rows is one phase.
/// </summary>
internal static class Phases
{
    /// <summary>The phases in order.</summary>
    public static IReadOnlyList<Phase> Of(FunctionSchedule schedule)
    {
        if (!schedule.Groups.SelectMany(static g => g.Nests).Any(n => Kind(n) == PhaseKind.Results))
            return [new Phase(PhaseKind.Rows, schedule.Groups, Transposes: true)];
        List<(PhaseKind Kind, List<NestGroup> Groups)> phases = [(PhaseKind.Results, [])];
        foreach (NestGroup group in schedule.Groups)
        {
            foreach (Nest nest in group.Nests)
            {
                PhaseKind kind = Kind(nest);
                if (phases[phases.Count - 1].Kind != kind || (Adds(nest) && phases[phases.Count - 1].Groups.Count > 0))
                    phases.Add((kind, []));
                Add(phases[phases.Count - 1].Groups, group, nest);
            }
        }

        return [.. phases.Select(static (p, i) => new Phase(p.Kind, p.Groups, Transposes: i == 0))];
    }

    private static void Add(List<NestGroup> groups, NestGroup group, Nest nest)
    {
        int last = groups.Count - 1;
        if (last >= 0 && groups[last].Title == group.Title && groups[last].ForInputGradient == group.ForInputGradient)
            groups[last] = groups[last] with { Nests = [.. groups[last].Nests, nest] };
        else
            groups.Add(group with { Nests = [nest] });
    }

    private static PhaseKind Kind(Nest nest) => nest switch
    {
        GradientNest or ScatterNest or ZeroGradientNest => PhaseKind.Results,
        SumNest sum when sum.OverRows => PhaseKind.Results,
        _ => PhaseKind.Rows,
    };

    private static bool Adds(Nest nest) => nest switch
    {
        GradientNest gradient => gradient.Terms.Any(static t => t.Accumulate),
        SumNest sum => sum.OverRows && sum.Accumulate,
        ScatterNest => true,
        _ => false,
    };
}
