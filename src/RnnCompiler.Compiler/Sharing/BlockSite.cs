using RnnCompiler.Compiler.Kernels;

namespace RnnCompiler.Compiler.Sharing;

/// <summary>Position of a block: consecutive statements of a list.</summary>
/// <param name="Method">The method that contains the block.</param>
/// <param name="List">The list: the body of the method or of a statement in it.</param>
/// <param name="Start">The first statement.</param>
/// <param name="Count">The number of statements of the list, comments included.</param>
/// <param name="From">The number of statements of the program before the block.</param>
/// <param name="To">The number of statements of the program before the end of the block.</param>
/// <param name="Trips">How often the method executes the block.</param>
/// <param name="Form">Hash and size of the block.</param>
internal sealed record BlockSite(KernelMethod Method, IReadOnlyList<Statement> List, int Start, int Count, int From, int To, long Trips, StatementForm Form)
{
    private readonly Lazy<IReadOnlyList<Statement>> _block = new(() => [.. List.Skip(Start).Take(Count)]);

    /// <summary>Gets the statements of the block.</summary>
    public IReadOnlyList<Statement> Block => _block.Value;

    /// <summary>Gets whether the block is the whole body of its method.</summary>
    public bool IsWholeMethod => ReferenceEquals(List, Method.Body) && Count == List.Count;

    /// <summary>Returns whether two blocks have a statement in common.</summary>
    public bool Overlaps(BlockSite other) => From < other.To && other.From < To;
}

/// <summary>
/// Finds the blocks of a program that may become methods: bodies of methods and of nested statements, loop nests, and groups of a few consecutive
/// loop nests. Blocks of straight-line code within a loop nest are not included, since they use its vectors.
/// </summary>
internal sealed class BlockSearch
{
    /// <summary>The maximum number of consecutive loop nests in a group. The comment above each loop nest separates it from the one before.</summary>
    private const int MostNests = 4;

    private readonly List<BlockSite> _sites = [];
    private readonly int _least;
    private readonly KernelMethod _method;
    private int _position;

    private BlockSearch(KernelMethod method, int position, int least)
    {
        _method = method;
        _position = position;
        _least = least;
    }

    /// <summary>Returns the bodies of all methods that are not entries, in the order of the program.</summary>
    public static IReadOnlyList<BlockSite> WholeMethods(KernelProgram program) =>
    [
        .. program.Methods
            .Where(static m => !KernelMethod.IsEntry(m.Name))
            .Select(static (m, i) =>
                new BlockSite(m, m.Body, 0, m.Body.Count, i, i + 1, 1, m.Body.Aggregate(new StatementForm(0, 0), static (form, s) => form.Then(StatementForm.Of(s))))),
    ];

    /// <summary>Returns the blocks of a program with at least the given number of statements, in program order.</summary>
    public static IReadOnlyList<BlockSite> Of(KernelProgram program, int least)
    {
        List<BlockSite> sites = [];
        int position = 0;
        foreach (KernelMethod method in program.Methods)
        {
            BlockSearch search = new(method, position, least);
            search.Visit(method.Body, 1);
            position = search._position;
            sites.AddRange(search._sites);
        }

        return sites;
    }

    private void Visit(IReadOnlyList<Statement> list, long trips)
    {
        int[] positions = new int[list.Count + 1];
        StatementForm[] forms = new StatementForm[list.Count];
        for (int i = 0; i < list.Count; i++)
        {
            positions[i] = _position++;
            forms[i] = StatementForm.Of(list[i]);
            if (forms[i].Size > _least && list[i] is CompoundStatement compound)
                Visit(compound.Body, trips * BlockCost.TripCount(list[i]));
        }

        positions[list.Count] = ++_position;
        foreach ((int start, int end) in Runs(list))
        {
            StatementForm form = new(0, 0);
            for (int i = start; i < end; i++)
                form = form.Then(forms[i]);
            bool isEntry = start == 0 && end == list.Count && ReferenceEquals(list, _method.Body) && KernelMethod.IsEntry(_method.Name);
            if (form.Size < _least || isEntry)
                continue;
            BlockSite site = new(_method, list, start, end - start, positions[start], positions[end], trips, form);
            if (!KernelNames.Leak(list, start, end))
                _sites.Add(site);
        }
    }

    /// <summary>Returns the whole list, each loop nest and group of loop nests, and each loop with the comment above it.</summary>
    private static IEnumerable<(int Start, int End)> Runs(IReadOnlyList<Statement> list)
    {
        HashSet<(int, int)> runs = [(0, list.Count)];
        yield return (0, list.Count);
        List<int> nests = [.. Enumerable.Range(0, list.Count).Where(i => i == 0 || list[i] is Comment), list.Count];
        for (int length = Math.Min(MostNests, nests.Count - 1); length >= 1; length--)
        {
            for (int n = 0; n + length < nests.Count; n++)
            {
                if (runs.Add((nests[n], nests[n + length])))
                    yield return (nests[n], nests[n + length]);
            }
        }

        for (int i = 0; i < list.Count; i++)
        {
            int start = i > 0 && list[i - 1] is Comment ? i - 1 : i;
            if (list[i] is CompoundStatement && runs.Add((start, i + 1)))
                yield return (start, i + 1);
        }
    }
}
