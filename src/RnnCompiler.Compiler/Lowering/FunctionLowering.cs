using RnnCompiler.Compiler.Kernels;
using RnnCompiler.Compiler.Loops;
using RnnCompiler.Compiler.Packing;
using RnnCompiler.Compiler.Targets;
using RnnCompiler.Compiler.Tiling;

namespace RnnCompiler.Compiler.Lowering;

/// <summary>
/// A scheduled function to methods: small ones are one method, larger ones a method for each group of nests, so that each stays within
/// what the JIT compiler optimises.
/// </summary>
internal static class FunctionLowering
{
    /// <summary>The entry method and those that it calls.</summary>
    public static IReadOnlyList<KernelMethod> Lower(
        string entry,
        string summary,
        FunctionSchedule schedule,
        WeightPacking packing,
        Unrolling unrolling,
        Target target,
        int workspacePerRow,
        bool singleRow,
        bool byLanes = false,
        CancellationToken cancellationToken = default)
    {
        NameScope shared = new();
        List<KernelMethod> methods = [];
        Dictionary<string, int> names = new(StringComparer.Ordinal);
        IReadOnlyList<Phase> phases = Phases.Of(schedule);
        List<(NestGroup Group, IReadOnlyList<Statement> Statements)>[] groups = [.. phases.Select(_ => new List<(NestGroup, IReadOnlyList<Statement>)>())];
        for (int p = 0; p < phases.Count; p++)
        {
            foreach (NestGroup group in phases[p].Groups)
            {
                cancellationToken.ThrowIfCancellationRequested();
                LoweringContext context = new(target, packing, workspacePerRow, singleRow, byLanes, unrolling, shared);
                Outlining outlining = new(entry + "_" + group.Title, names);
                groups[p].Add((group, outlining.Extract([.. group.Nests.SelectMany(n => Lower(n, context).Concat(context.AfterNest))])));
                methods.AddRange(outlining.Methods);
            }
        }

        bool whole = groups.SelectMany(static g => g).Sum(static g => MethodSize.Of(g.Statements)) <= JitBudget.StatementsPerMethod
            && groups.SelectMany(static g => g).Sum(static g => MethodSize.Calls(g.Statements)) <= JitBudget.InlinedCallsPerMethod;
        List<Statement> body = [];
        for (int p = 0; p < phases.Count; p++)
        {
            List<Statement> phase = phases[p].Transposes ? [.. Transpositions(schedule, packing)] : [];
            foreach ((NestGroup group, IReadOnlyList<Statement> statements) in groups[p])
                phase.AddRange(Guarded(group, whole ? statements : Calls(entry, group, statements, names, methods)));
            body.AddRange(phases.Count == 1 ? phase : [new Conditional(KernelCondition.PhaseIs, p, phase)]);
        }

        return [new KernelMethod(entry, summary, body), .. methods];
    }

    private static IReadOnlyList<Statement> Calls(string entry, NestGroup group, IReadOnlyList<Statement> statements, Dictionary<string, int> names, List<KernelMethod> methods)
    {
        List<Statement> calls = [];
        foreach (IReadOnlyList<Statement> piece in MethodPartitioner.Split(statements))
        {
            string name = MethodNames.Unique(names, entry + "_" + group.Title);
            methods.Add(new KernelMethod(name, FormattableString.Invariant($"{group.Title}, a part of {entry}."), piece));
            calls.Add(new CallMethod(name));
        }

        return calls;
    }

    private static IReadOnlyList<Statement> Lower(Nest nest, LoweringContext context) => nest switch
    {
        RegionNest region => new RegionLowering(context, region, TimeContext.None).Lower(),
        TimeNest loop => TimeLowering.Lower(loop, context),
        GradientNest gradient => new GradientLowering(context, gradient).Lower(),
        SumNest sum => new SumLowering(context, sum).Lower(),
        ScatterNest scatter => TableGradientLowering.Lower(scatter, context),
        ZeroGradientNest zero => TableGradientLowering.Zero(zero.Weight, context),
        _ => throw new InvalidOperationException($"{nest.GetType().Name} has no lowering."),
    };

    private static IReadOnlyList<Statement> Guarded(NestGroup group, IReadOnlyList<Statement> statements) =>
        group.ForInputGradient ? [new Conditional(KernelCondition.WantsInputGradient, 0, statements)] : statements;

    /// <summary>Transposed copies are made anew for each gradient, since parameters may have been written in between.</summary>
    private static IEnumerable<Statement> Transpositions(FunctionSchedule schedule, WeightPacking packing)
    {
        HashSet<string> always = Transposed(schedule.Groups.Where(static g => !g.ForInputGradient));
        HashSet<string> all = Transposed(schedule.Groups);
        List<Statement> optional = [.. packing.Panels.Where(p => all.Contains(p.Source.Weight) && !always.Contains(p.Source.Weight)).Select(Transpose)];
        IEnumerable<Statement> needed = packing.Panels.Where(p => always.Contains(p.Source.Weight)).Select(Transpose);
        return optional.Count == 0 ? needed : [.. needed, new Conditional(KernelCondition.WantsInputGradient, 0, optional)];
    }

    private static Statement Transpose(PanelPlacement panel, int index) => new Conditional(KernelCondition.OwnsWorkItem, index, [new TransposePanel(panel)]);

    private static HashSet<string> Transposed(IEnumerable<NestGroup> groups) =>
        [.. groups.SelectMany(static g => g.Nests).SelectMany(RegionNests.Of).SelectMany(static n => n.Region.Accumulations)
            .SelectMany(static a => a.Products).Where(static p => p.Transposed).Select(static p => p.Weight.Slice.Weight)];
}
