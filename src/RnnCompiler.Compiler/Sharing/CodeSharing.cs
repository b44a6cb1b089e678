using RnnCompiler.Compiler.Kernels;
using RnnCompiler.Compiler.Lowering;

namespace RnnCompiler.Compiler.Sharing;

/// <summary>
/// Procedural abstraction: blocks that differ only in names and start addresses become one method, which takes these addresses as arguments. Whole
/// methods that are equal are merged first; then blocks, the largest first, as long as the cost of calls is negligible. Requires a well-formed
/// program; preserves all operations and their order.
/// </summary>
internal static class CodeSharing
{
    /// <summary>The minimum number of statements of a block that becomes a method.</summary>
    private const int LeastStatements = 12;

    /// <summary>The minimum number of statements that a new method must save.</summary>
    private const int LeastSaving = 15;

    private const string Prefix = "Shared";

    /// <summary>The maximum number of rounds; far more than the depth to which blocks are nested.</summary>
    private const int MostRounds = 20;

    /// <summary>Returns the program with shared methods.</summary>
    /// <param name="program">The program.</param>
    /// <param name="cancellationToken">Cancels between blocks.</param>
    public static KernelProgram Share(KernelProgram program, CancellationToken cancellationToken = default)
    {
        HashSet<string> names = new(program.Methods.Select(static m => m.Name), StringComparer.Ordinal);
        bool wholeMethods = true;
        for (int round = 0; round < MostRounds; round++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            KernelProgram shared = Round(program, wholeMethods, names, cancellationToken);
            if (ReferenceEquals(shared, program))
            {
                if (!wholeMethods)
                    return program;
                wholeMethods = false;
            }

            program = shared;
        }

        return program;
    }

    private static KernelProgram Round(KernelProgram program, bool wholeMethods, HashSet<string> names, CancellationToken cancellationToken)
    {
        List<SharedBlock> chosen = Choose(program, wholeMethods, cancellationToken);
        if (chosen.Count == 0)
            return program;
        BlockReplacement replacement = new();
        Dictionary<string, NameScope> scopes = new(StringComparer.Ordinal);
        List<KernelMethod> methods = [];
        foreach (SharedBlock block in chosen)
        {
            KernelMethod method = block.Method(Name(block.Sites[0].Method.Name, names));
            methods.Add(method);
            for (int site = 0; site < block.Sites.Count; site++)
            {
                KernelMethod caller = block.Sites[site].Method;
                if (!scopes.TryGetValue(caller.Name, out NameScope? scope))
                    scopes[caller.Name] = scope = SharedBlock.Names(caller);
                replacement.Add(block.Sites[site], block.Call(site, method, scope));
            }
        }

        return ForwardedCalls.Inline(program with { Methods = [.. program.Methods.Select(replacement.In), .. methods] });
    }

    private static string Name(string method, HashSet<string> taken)
    {
        string wanted = method.StartsWith(Prefix, StringComparison.Ordinal) ? method : Prefix + method;
        string name = wanted;
        for (int i = 2; !taken.Add(name); i++)
            name = FormattableString.Invariant($"{wanted}_{i}");
        return name;
    }

    private static List<SharedBlock> Choose(KernelProgram program, bool wholeMethods, CancellationToken cancellationToken)
    {
        BlockCost cost = new(program);
        Dictionary<BlockKey, List<(BlockSite Site, BlockShape Shape)>> classes = [];
        IReadOnlyList<BlockSite> sites = wholeMethods ? BlockSearch.WholeMethods(program) : BlockSearch.Of(program, LeastStatements);
        HashSet<StatementForm> repeated = [.. sites.GroupBy(static s => s.Form).Where(static g => g.Count() > 1).Select(static g => g.Key)];
        foreach (BlockSite site in sites.Where(s => s.Form.Size >= LeastStatements && repeated.Contains(s.Form)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (BlockShape.Of(site.Block) is not { } shape)
                continue;
            if (!classes.TryGetValue(shape.Key, out List<(BlockSite, BlockShape)>? equal))
                classes[shape.Key] = equal = [];
            equal.Add((site, shape));
        }

        List<SharedBlock> chosen = [];
        List<BlockSite> taken = [];
        foreach (List<(BlockSite Site, BlockShape Shape)> equal in classes.Values.Where(static c => c.Count > 1).OrderByDescending(static c => c[0].Site.Form.Size)
            .ThenBy(static c => c[0].Site.From))
        {
            List<(BlockSite Site, BlockShape Shape)> apart = [];
            foreach ((BlockSite Site, BlockShape Shape) candidate in equal)
            {
                if (!taken.Exists(candidate.Site.Overlaps) && !apart.Exists(a => a.Site.Overlaps(candidate.Site)))
                    apart.Add(candidate);
            }

            if (apart.Count < 2)
                continue;
            SharedBlock block = new([.. apart.Select(static a => a.Site)], [.. apart.Select(static a => a.Shape)]);
            if (block.Saving < LeastSaving || !cost.Allows(block.Sites, block.Arguments))
                continue;
            chosen.Add(block);
            taken.AddRange(block.Sites);
        }

        return chosen;
    }
}
