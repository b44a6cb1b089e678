namespace RnnCompiler.Compiler.Loops;

/// <summary>The loop nests of one part of a function.</summary>
/// <param name="Title">What they compute, for method names and comments.</param>
/// <param name="ForInputGradient">Whether only the gradient of the input needs them.</param>
/// <param name="Nests">The nests in order.</param>
public sealed record LoopGroup(string Title, bool ForInputGradient, IReadOnlyList<LoopNest> Nests);

/// <summary>What all threads do before they wait for one another.</summary>
/// <param name="Kind">What threads share out: rows, or elements of results over all rows.</param>
/// <param name="Groups">The groups in order.</param>
public sealed record LoopPhase(PhaseKind Kind, IReadOnlyList<LoopGroup> Groups);

/// <summary>
/// A function as loop nests over rows, steps and lanes: immutable, and the same for every target. <see cref="LoopPrinter"/> writes it,
/// <see cref="LoopParser"/> reads it back, <see cref="LoopVerifier"/> checks it.
/// </summary>
/// <param name="Name">The name of the function.</param>
/// <param name="Buffers">The buffers that its nests read or write; those of the workspace come first.</param>
/// <param name="Phases">The phases in order; one if nothing is computed over all rows.</param>
public sealed record LoopProgram(string Name, IReadOnlyList<LoopBuffer> Buffers, IReadOnlyList<LoopPhase> Phases)
{
    /// <summary>Where the buffers of the workspace lie; null until they are placed.</summary>
    public BufferPlacement? Placement { get; init; }

    /// <summary>The groups of all phases, in order.</summary>
    public IEnumerable<LoopGroup> Groups => Phases.SelectMany(static p => p.Groups);

    /// <summary>The loop nests of all groups, in order.</summary>
    public IEnumerable<LoopNest> Nests => Groups.SelectMany(static g => g.Nests);

    /// <summary>The regions of all nests, those in time loops among them, in order.</summary>
    public IEnumerable<RegionNest> Regions => Nests.SelectMany(static n => n.Regions);

    /// <summary>The program with other nests in the place of its own.</summary>
    /// <param name="rewrite">From a nest to what takes its place.</param>
    public LoopProgram Rewrite(Func<LoopNest, LoopNest> rewrite) => this with
    {
        Phases = [.. Phases.Select(p => p with { Groups = [.. p.Groups.Select(g => g with { Nests = [.. g.Nests.Select(rewrite)] })] })],
    };
}
