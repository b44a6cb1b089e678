using RnnCompiler.Compiler.Kernels;
using RnnCompiler.Compiler.Loops;
using RnnCompiler.Compiler.Tiling;

namespace RnnCompiler.Compiler.Lowering;

/// <summary>The statements of the groups of a function, before they are divided into methods.</summary>
/// <param name="Groups">The groups of each phase, with their statements.</param>
/// <param name="Definitions">The registers of what regions hand to regions of other groups, which are defined before all of them.</param>
/// <param name="Methods">The methods that the statements call already.</param>
/// <param name="Names">The names of methods that are taken.</param>
internal sealed record GroupLowering(
    IReadOnlyList<IReadOnlyList<(LoopGroup Group, IReadOnlyList<Statement> Statements)>> Groups,
    IReadOnlyList<Statement> Definitions,
    IReadOnlyList<KernelMethod> Methods,
    Dictionary<string, int> Names)
{
    /// <summary>Whether all groups may be one method.</summary>
    public bool FitsOneMethod { get; } = JitBudget.FitsMethod([.. Groups.SelectMany(static g => g).SelectMany(static g => g.Statements)]);

    /// <summary>Lowers the groups of a function.</summary>
    /// <param name="entry">The name of the entry method.</param>
    /// <param name="phases">The phases of the function.</param>
    /// <param name="context">What does not depend on the nest.</param>
    /// <param name="handed">The values that regions hand to later ones in registers.</param>
    /// <param name="cancellationToken">Cancels the lowering between groups.</param>
    public static GroupLowering Lower(
        string entry, IReadOnlyList<LoopPhase> phases, LoweringContext context, IReadOnlyList<LoopBuffer> handed, CancellationToken cancellationToken)
    {
        IReadOnlyDictionary<LoopBuffer, VectorRegister[]> registers = context.Handed(handed);
        TimeContext time = context.Calls.IsStreamStep ? TimeContext.StreamStep with { Resident = registers } : TimeContext.None;
        Dictionary<string, int> names = new(StringComparer.Ordinal);
        List<KernelMethod> methods = [];
        List<List<(LoopGroup, IReadOnlyList<Statement>)>> groups = [];
        foreach (LoopPhase phase in phases)
        {
            groups.Add([]);
            foreach (LoopGroup group in phase.Groups)
            {
                cancellationToken.ThrowIfCancellationRequested();
                Outlining outlining = new(entry + "_" + group.Title, names);
                groups[groups.Count - 1].Add((group, outlining.Extract([.. group.Nests.SelectMany(n => Lower(n, context, time).Concat(context.AfterNest))])));
                methods.AddRange(outlining.Methods);
            }
        }

        return new GroupLowering(groups, [.. LoweringContext.Define(registers)], methods, names);
    }

    private static IReadOnlyList<Statement> Lower(LoopNest nest, LoweringContext context, TimeContext time) => nest switch
    {
        RegionNest region => new RegionLowering(context, region, time).Lower(),
        TimeLoop loop => TimeLowering.Lower(loop, context),
        OuterProductNest gradient => new GradientLowering(context, gradient).Lower(),
        SumNest sum => new SumLowering(context, sum).Lower(),
        TransposeNest transpose => TransposeLowering.Lower(transpose, context),
        OuterSumNest outer => new OuterSumLowering(context, outer).Lower(),
        ScatterNest scatter => TableGradientLowering.Lower(scatter, context),
        ZeroNest zero => TableGradientLowering.Zero(zero.Weight, context),
        _ => throw new InvalidOperationException($"{nest.GetType().Name} has no lowering."),
    };
}
