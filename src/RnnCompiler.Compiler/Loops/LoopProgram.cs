using RnnCompiler.Compiler.Ir;

namespace RnnCompiler.Compiler.Loops;

/// <summary>Group of loop nests that come from one part of a function.</summary>
/// <param name="Title">The name of that part, for method names and comments.</param>
/// <param name="For">The results that depend on them, if all of these are computed on request only; none if the group is always computed.</param>
/// <param name="Nests">The nests in order.</param>
public sealed record LoopGroup(string Title, RequestedResults For, IReadOnlyList<LoopNest> Nests);

/// <summary>Phase of a function: work that threads share between two barriers.</summary>
/// <param name="Kind">What threads partition: rows, or elements of results over all rows.</param>
/// <param name="Groups">The groups in order.</param>
public sealed record LoopPhase(PhaseKind Kind, IReadOnlyList<LoopGroup> Groups);

/// <summary>
/// Function as loop nests over rows, steps and lanes: immutable and the same for all targets. <see cref="LoopPrinter"/> prints it, <see cref="LoopParser"/>
/// reads it back, <see cref="LoopVerifier"/> checks it.
/// </summary>
/// <param name="Name">The name of the function.</param>
/// <param name="Buffers">The buffers that its nests access; those of the workspace come first.</param>
/// <param name="Phases">The phases in order; a single one if no nest sums over rows.</param>
public sealed record LoopProgram(string Name, IReadOnlyList<LoopBuffer> Buffers, IReadOnlyList<LoopPhase> Phases)
{
    /// <summary>The placement of the workspace buffers; null before they are placed.</summary>
    public BufferPlacement? Placement { get; init; }

    /// <summary>The groups of all phases, in order.</summary>
    public IEnumerable<LoopGroup> Groups => Phases.SelectMany(static p => p.Groups);

    /// <summary>The loop nests of all groups, in order.</summary>
    public IEnumerable<LoopNest> Nests => Groups.SelectMany(static g => g.Nests);

    /// <summary>The regions of all nests, including those in time loops, in order.</summary>
    public IEnumerable<RegionNest> Regions => Nests.SelectMany(static n => n.Regions);

    /// <summary>Creates a program in which each nest is replaced.</summary>
    /// <param name="rewrite">Returns the replacement of a nest.</param>
    public LoopProgram Rewrite(Func<LoopNest, LoopNest> rewrite) => this with
    {
        Phases = [.. Phases.Select(p => p with { Groups = [.. p.Groups.Select(g => g with { Nests = [.. g.Nests.Select(rewrite)] })] })],
    };

    /// <summary>Creates a program in which each region is replaced, also those in time loops, with new buffers behind those of the workspace.</summary>
    /// <param name="rewrite">Returns the replacement of a region; it adds its new buffers to the list.</param>
    internal LoopProgram RewriteRegions(Func<RegionNest, List<LoopBuffer>, RegionNest> rewrite)
    {
        List<LoopBuffer> added = [];
        LoopProgram result = Rewrite(nest => nest switch
        {
            RegionNest region => rewrite(region, added),
            TimeLoop loop => loop with { Prologue = All(loop.Prologue), Body = All(loop.Body), Epilogue = All(loop.Epilogue) },
            OuterProductNest or SumNest or ScatterNest or ZeroNest or TransposeNest or OuterSumNest => nest,
            _ => throw new InvalidOperationException($"A {nest.GetType().Name} has no rule for regions."),
        });
        int workspace = Buffers.Count(static b => b.IsInWorkspace);
        return result with { Buffers = [.. Buffers.Take(workspace), .. added, .. Buffers.Skip(workspace)] };

        IReadOnlyList<RegionNest> All(IReadOnlyList<RegionNest> nests) => [.. nests.Select(nest => rewrite(nest, added))];
    }
}
