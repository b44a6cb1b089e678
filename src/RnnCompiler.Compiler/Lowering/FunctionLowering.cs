using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Kernels;
using RnnCompiler.Compiler.Loops;
using RnnCompiler.Compiler.Packing;
using RnnCompiler.Compiler.Targets;
using RnnCompiler.Compiler.Tiling;

namespace RnnCompiler.Compiler.Lowering;

/// <summary>
/// Lowering of a scheduled function to methods: a single method if it is small, else one or more for each group of nests, so that the JIT compiler optimises
/// each of them.
/// </summary>
internal static class FunctionLowering
{
    /// <summary>Lowers a function to an entry method and the methods that it calls; the entry is first.</summary>
    /// <param name="entry">The name of the entry method.</param>
    /// <param name="summary">What it computes, in one line.</param>
    /// <param name="program">The function; its buffers are placed.</param>
    /// <param name="packing">The layout of the weights.</param>
    /// <param name="target">The target.</param>
    /// <param name="tiles">The tile plans of the nests for the target.</param>
    /// <param name="calls">The shape of the calls of the entry.</param>
    /// <param name="activations">The accuracy of activations.</param>
    /// <param name="cancellationToken">Cancels the lowering between groups of nests.</param>
    public static IReadOnlyList<KernelMethod> Lower(
        string entry,
        string summary,
        LoopProgram program,
        WeightPacking packing,
        Target target,
        TileSelection tiles,
        CallShape calls,
        ActivationAccuracy activations,
        CancellationToken cancellationToken)
    {
        BufferPlacement placement = program.Placement ?? throw new InvalidOperationException($"Lowering expected {program.Name} with its buffers placed, but they are not.");
        IReadOnlyList<LoopPhase> phases = program.Phases;
        LoweringContext context = new(target, packing, placement, tiles, calls, activations, new NameScope());
        GroupLowering lowered = GroupLowering.Lower(entry, phases, context, tiles.Handed, cancellationToken);
        if (!lowered.FitsOneMethod && tiles.Handed.Count > 0) // methods share no registers
            lowered = GroupLowering.Lower(entry, phases, context with { Names = new NameScope() }, [], cancellationToken);
        List<KernelMethod> methods = [.. lowered.Methods];
        bool whole = lowered.FitsOneMethod;
        List<Statement> body = [.. lowered.Definitions];
        for (int p = 0; p < phases.Count; p++)
        {
            List<(RequestedResults For, IReadOnlyList<Statement> Statements)> parts = p == 0 ? [.. Transpositions(program, packing)] : [];
            foreach ((LoopGroup group, IReadOnlyList<Statement> statements) in lowered.Groups[p])
                parts.Add((group.For, whole ? statements : Calls(entry, group, statements, lowered.Names, methods)));
            IReadOnlyList<Statement> phase = Guarded(parts);
            body.AddRange(phases.Count == 1 ? phase : [new Conditional(KernelCondition.PhaseIs, p, phase)]);
        }

        return [new KernelMethod(entry, summary, body), .. methods];
    }

    private static IReadOnlyList<Statement> Calls(string entry, LoopGroup group, IReadOnlyList<Statement> statements, Dictionary<string, int> names, List<KernelMethod> methods)
    {
        List<Statement> calls = [];
        foreach (IReadOnlyList<Statement> part in MethodPartitioner.Split(statements))
        {
            string name = MethodNames.Unique(names, entry + "_" + group.Title);
            methods.Add(new KernelMethod(name, FormattableString.Invariant($"{group.Title}, a part of {entry}."), part));
            calls.Add(new CallMethod(name));
        }

        return calls;
    }

    /// <summary>Joins the parts of a phase; neighbours that are executed for the same requested results share one condition.</summary>
    private static IReadOnlyList<Statement> Guarded(List<(RequestedResults For, IReadOnlyList<Statement> Statements)> parts)
    {
        List<Statement> statements = [];
        int next = 0;
        for (int first = 0; first < parts.Count; first = next)
        {
            RequestedResults results = parts[first].For;
            List<Statement> joined = [];
            for (next = first; next < parts.Count && parts[next].For == results; next++)
                joined.AddRange(parts[next].Statements);
            if (results == RequestedResults.None)
                statements.AddRange(joined);
            else if (joined.Count > 0)
                statements.Add(new Conditional(KernelCondition.Requests, (int)results, joined));
        }

        return statements;
    }

    /// <summary>Emits the transposition of weights. It is repeated in each call, since parameters may have been written in between.</summary>
    private static IEnumerable<(RequestedResults For, IReadOnlyList<Statement> Statements)> Transpositions(LoopProgram program, WeightPacking packing)
    {
        ILookup<string, RequestedResults> uses = program.Groups
            .SelectMany(static g => Transposed(g).Select(w => (Weight: w, g.For)))
            .ToLookup(static u => u.Weight, static u => u.For, StringComparer.Ordinal);
        return packing.Panels.Where(p => uses.Contains(p.Source.Weight))
            .GroupBy(p => All(uses[p.Source.Weight]))
            .Select(static g => (g.Key, (IReadOnlyList<Statement>)[.. g.Select(Transpose)]));
    }

    /// <summary>Joins the results for which groups are executed; none if one of them is always executed.</summary>
    private static RequestedResults All(IEnumerable<RequestedResults> groups) =>
        groups.Contains(RequestedResults.None) ? RequestedResults.None : groups.Aggregate(static (a, b) => a | b);

    private static Statement Transpose(PanelPlacement panel, int index) => new Conditional(KernelCondition.OwnsWorkItem, index, [new TransposePanel(panel)]);

    private static IEnumerable<string> Transposed(LoopGroup group) => group.Nests.SelectMany(static n => n.Regions).SelectMany(static n => n.Region.WeightProducts)
        .Where(static p => p.Transposed).Select(static p => p.Weight.Slice.Weight).Distinct();
}
