using System.Reflection;

namespace RnnCompiler.Tests.Shared;

/// <summary>
/// Graph of the namespaces of an assembly: an edge from A to B if a type of A refers to a type of B in a base, a signature, an attribute or the body of a
/// method. Namespaces count at the first level below the root namespace, so that parents and children are one node. What the compiler replaces by a
/// value, such as a constant, leaves no edge.
/// </summary>
internal sealed class NamespaceGraph
{
    private readonly SortedDictionary<string, SortedDictionary<string, string>> _edges = new(StringComparer.Ordinal);

    private NamespaceGraph()
    {
    }

    /// <summary>Reads an assembly.</summary>
    /// <param name="assembly">The assembly, with all that it refers to at hand.</param>
    /// <param name="root">The namespace whose children are the nodes; types in it itself are a node called by its own name.</param>
    public static NamespaceGraph Of(Assembly assembly, string root)
    {
        NamespaceGraph graph = new();
        foreach (Type type in assembly.GetTypes())
        {
            if (Node(type, root) is not { } from)
                continue;
            foreach (Type used in TypeReferences.Of(type))
            {
                if (used.Assembly == assembly && Node(used, root) is { } to && to != from)
                    graph.Add(from, to, $"{type.FullName} → {used.FullName}");
            }
        }

        return graph;
    }

    /// <summary>The sets of namespaces that reach each other, each of more than one.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Cycles()
    {
        HashSet<string> left = [.. _edges.Keys];
        List<IReadOnlyList<string>> cycles = [];
        while (left.Count > 0)
        {
            string first = left.Order(StringComparer.Ordinal).First();
            string[] circle = [.. Reachable(first).Where(n => n == first || Reachable(n).Contains(first)).Append(first).Distinct().Order(StringComparer.Ordinal)];
            if (circle.Length > 1)
                cycles.Add(circle);
            left.ExceptWith(circle);
        }

        return cycles;
    }

    /// <summary>A line for each namespace with those that it depends on, and of each edge within a cycle an example.</summary>
    public override string ToString()
    {
        IReadOnlyList<IReadOnlyList<string>> cycles = Cycles();
        IEnumerable<string> lines = _edges.Select(static e => $"{e.Key} → {(e.Value.Count == 0 ? "nothing" : string.Join(", ", e.Value.Keys))}");
        IEnumerable<string> examples = cycles.SelectMany(cycle => cycle.SelectMany(from =>
            _edges[from].Where(e => cycle.Contains(e.Key)).Select(e => $"  {from} → {e.Key}: {e.Value}")));
        return string.Join("\n", [.. lines, .. cycles.Select(static c => "cycle: " + string.Join(", ", c)), .. examples]);
    }

    private static string? Node(Type type, string root)
    {
        string space = type.Namespace ?? "";
        if (space == root)
            return root;
        if (!space.StartsWith(root + ".", StringComparison.Ordinal))
            return null;
        string below = space[(root.Length + 1)..];
        return $"{root}.{below.Split('.')[0]}";
    }

    private void Add(string from, string to, string example)
    {
        foreach (string node in (ReadOnlySpan<string>)[from, to])
            _edges.TryAdd(node, new SortedDictionary<string, string>(StringComparer.Ordinal));
        _edges[from].TryAdd(to, example);
    }

    private HashSet<string> Reachable(string from)
    {
        HashSet<string> found = new(StringComparer.Ordinal);
        Stack<string> open = new([from]);
        while (open.Count > 0)
        {
            foreach (string next in _edges[open.Pop()].Keys)
            {
                if (found.Add(next))
                    open.Push(next);
            }
        }

        return found;
    }
}
