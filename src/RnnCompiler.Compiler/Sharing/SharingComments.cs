using RnnCompiler.Compiler.Kernels;

namespace RnnCompiler.Compiler.Sharing;

/// <summary>Comments of shared methods and of their calls.</summary>
internal static class SharingComments
{
    private const int MostNames = 4;

    /// <summary>Returns the summary of a shared method: which blocks it computes.</summary>
    public static string Summary(IReadOnlyList<BlockSite> sites)
    {
        IReadOnlyList<string> methods = Methods(sites);
        string all = string.Join(", ", methods.Take(methods.Count > MostNames ? MostNames - 1 : MostNames));
        string names = methods.Count > MostNames
            ? FormattableString.Invariant($"{all} and {methods.Count - MostNames + 1} more, the last of them {methods[methods.Count - 1]}")
            : all;
        return FormattableString.Invariant($"Code shared by {sites.Count} places in {names}.");
    }

    /// <summary>Returns a comment that says from which block a shared method takes its names, if the names of the blocks differ.</summary>
    public static IEnumerable<Statement> Names(IReadOnlyList<BlockSite> sites)
    {
        IReadOnlyList<string> texts = [.. sites.Select(static s => string.Join("\n", Leading(s).SelectMany(static c => c.Lines))).Distinct()];
        return texts.Count == 1 ? [] : [new Comment([$"with the names of {sites[0].Method.Name}"])];
    }

    /// <summary>Returns a comment that says what a call computes: the left sides of the equations above the block.</summary>
    public static IEnumerable<Statement> Place(BlockSite site)
    {
        List<string> lines = [.. Leading(site).SelectMany(static c => c.Lines)];
        if (lines.Count == 0)
            return site.IsWholeMethod ? [new Comment([Title(site)])] : [];
        List<string> left = [.. lines.Where(static l => l.Contains(" = ")).Select(static l => l.Substring(0, l.IndexOf(" = ", StringComparison.Ordinal)))];
        string text = left.Count == 0 || !lines[0].Contains(" = ") ? lines[0] : string.Join(", ", left);
        return [new Comment([site.IsWholeMethod ? $"{Title(site)}: {text}" : text])];
    }

    private static IEnumerable<Comment> Leading(BlockSite site) => site.Block.TakeWhile(static s => s is Comment).Cast<Comment>();

    /// <summary>Returns the name of a method without that of its entry.</summary>
    private static string Title(BlockSite site) => site.Method.Name.Substring(site.Method.Name.IndexOf('_') + 1);

    private static IReadOnlyList<string> Methods(IReadOnlyList<BlockSite> sites) => [.. sites.Select(static s => s.Method.Name).Distinct()];
}
