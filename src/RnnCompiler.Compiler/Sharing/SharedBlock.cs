using System.Globalization;
using RnnCompiler.Compiler.Kernels;
using RnnCompiler.Compiler.Lowering;

namespace RnnCompiler.Compiler.Sharing;

/// <summary>
/// Blocks of one shape. Addresses with the same distance from each other in all blocks share one pointer argument. An address that is the same
/// constant in all blocks needs no argument.
/// </summary>
internal sealed class SharedBlock
{
    private readonly IReadOnlyList<BlockShape> _shapes;
    private readonly List<List<int>> _groups = [];

    /// <summary>Groups the addresses of blocks.</summary>
    /// <param name="sites">The positions of the blocks, in program order.</param>
    /// <param name="shapes">The shapes of the blocks, which have equal keys.</param>
    public SharedBlock(IReadOnlyList<BlockSite> sites, IReadOnlyList<BlockShape> shapes)
    {
        Sites = sites;
        _shapes = shapes;
        Dictionary<string, List<int>> groups = new(StringComparer.Ordinal);
        for (int slot = 0; slot < shapes[0].Addresses.Count; slot++)
        {
            if (IsSame(slot))
                continue;
            string distances = Distances(slot);
            if (!groups.TryGetValue(distances, out List<int>? group))
            {
                groups[distances] = group = [];
                _groups.Add(group);
            }

            group.Add(slot);
        }
    }

    /// <summary>Gets the positions of the blocks.</summary>
    public IReadOnlyList<BlockSite> Sites { get; }

    /// <summary>Gets the number of arguments of a call: indices and pointers.</summary>
    public int Arguments => _groups.Count + _shapes[0].Indices.Count;

    /// <summary>Gets the number of statements that one method for all blocks saves.</summary>
    public int Saving => ((Sites.Count - 1) * Sites[0].Form.Size) - ((Sites.Count + 1) * (Arguments + 1));

    /// <summary>Returns the method that computes the blocks.</summary>
    public KernelMethod Method(string name)
    {
        BlockSite first = Sites[0];
        NameScope names = Names(KernelNames.In(first.Block));
        List<Pointer> parameters = [];
        Dictionary<string, (Pointer Parameter, long Distance)> starts = new(StringComparer.Ordinal);
        List<Statement> aliases = [];
        foreach (List<int> group in _groups)
        {
            IReadOnlyList<BlockAddress> addresses = _shapes[0].Addresses;
            BlockAddress least = addresses[Least(group)];
            Pointer parameter = new(least.IsDefined ? names.Unique(Name(addresses, group)) : least.Name, least.Space);
            parameters.Add(parameter);
            foreach (BlockAddress address in group.Select(slot => addresses[slot]))
            {
                long distance = address.Offset.Constant - least.Offset.Constant;
                if (address.IsDefined)
                    starts[address.Name] = (parameter, distance);
                else if (address.Name != parameter.Name)
                    aliases.Add(new DefinePointer(new Pointer(address.Name, address.Space), parameter, Affine.Of(distance)));
            }
        }

        IReadOnlyList<Statement> body = Rebased(first.Block, starts);
        List<Comment> comments = [.. body.TakeWhile(static s => s is Comment).Cast<Comment>()];
        List<Statement> all = [.. SharingComments.Names(Sites), .. comments, .. aliases, .. body.Skip(comments.Count)];
        return new KernelMethod(name, SharingComments.Summary(Sites), all) { Indices = _shapes[0].Indices, Pointers = parameters };
    }

    /// <summary>Returns the statements that replace a block.</summary>
    public IReadOnlyList<Statement> Call(int site, KernelMethod method, NameScope names)
    {
        List<Statement> statements = [.. SharingComments.Place(Sites[site])];
        List<Pointer> arguments = [];
        IReadOnlyList<BlockAddress> addresses = _shapes[site].Addresses;
        for (int g = 0; g < _groups.Count; g++)
        {
            BlockAddress start = addresses[Least(_groups[g])];
            if (start.Base is { } known && start.Offset.Constant == 0 && start.Offset.Terms.Count == 0)
            {
                arguments.Add(known);
                continue;
            }

            Pointer argument = new(names.Unique(method.Pointers[g].Name), start.Space);
            statements.Add(new DefinePointer(argument, start.Base, start.Offset));
            arguments.Add(argument);
        }

        statements.Add(new CallMethod(method.Name) { Indices = _shapes[site].Indices, Pointers = arguments });
        return statements;
    }

    /// <summary>Returns a scope in which all names of a method are taken.</summary>
    public static NameScope Names(KernelMethod method) =>
        Names(KernelNames.In(method.Body).Concat(method.Indices.Select(static i => i.Name)).Concat(method.Pointers.Select(static p => p.Name)));

    private static NameScope Names(IEnumerable<string> taken)
    {
        NameScope names = new();
        foreach (string name in taken)
            names.Unique(name);
        return names;
    }

    private bool IsSame(int slot) => _shapes[0].Addresses[slot].IsDefined && _shapes.All(s =>
        s.Addresses[slot] is { Base: null, Offset: { Terms.Count: 0 } offset } && offset.Constant == _shapes[0].Addresses[slot].Offset.Constant);

    /// <summary>Returns a string that is equal for two addresses with the same distance from each other in all blocks.</summary>
    private string Distances(int slot)
    {
        BlockAddress first = _shapes[0].Addresses[slot];
        return string.Join("|", _shapes.Select(s => s.Addresses[slot]).Select(a =>
            $"{a.Space} {a.Base?.Name} {Text(a.Offset.Constant - first.Offset.Constant)} "
            + $"{string.Join("+", a.Offset.Terms.Select(static t => $"{t.Index?.Name}{t.Runtime}*{Text(t.Coefficient)}"))}"));
    }

    /// <summary>Returns the lowest address of a group: no reference may point before the memory that it refers to.</summary>
    private int Least(List<int> group) => group.OrderBy(slot => _shapes[0].Addresses[slot].Offset.Constant).First();

    private static string Name(IReadOnlyList<BlockAddress> addresses, List<int> group)
    {
        IReadOnlyList<string> names = [.. group.Select(slot => Stem(addresses[slot].Name)).Distinct()];
        return names.Count == 1 ? names[0] + "Start" : addresses[group[0]].Space + "Start";
    }

    /// <summary>Returns the buffer name in the name of a pointer: "h" in "hAt3".</summary>
    private static string Stem(string pointer)
    {
        string name = pointer.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9');
        foreach (string end in new[] { "At", "Start" })
        {
            if (name.Length > end.Length && name.EndsWith(end, StringComparison.Ordinal))
                return name.Substring(0, name.Length - end.Length);
        }

        return name.Length == 0 ? pointer : name;
    }

    private IReadOnlyList<Statement> Rebased(IReadOnlyList<Statement> statements, Dictionary<string, (Pointer Parameter, long Distance)> starts) =>
        KernelTraversal.Rewrite(statements, s => s is DefinePointer define && starts.TryGetValue(define.Pointer.Name, out (Pointer Parameter, long Distance) start)
            ? define with { Base = start.Parameter, Offset = new Affine(start.Distance, Inner(define)) }
            : s);

    private IReadOnlyList<AffineTerm> Inner(DefinePointer define)
    {
        IReadOnlyList<AffineTerm> outer = _shapes[0].Addresses.First(a => a.Name == define.Pointer.Name).Offset.Terms;
        return [.. define.Offset.Terms.Where(t => !outer.Contains(t))];
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
