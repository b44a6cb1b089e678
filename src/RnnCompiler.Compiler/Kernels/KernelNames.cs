namespace RnnCompiler.Compiler.Kernels;

/// <summary>Names of indices, pointers and vectors in statements.</summary>
internal static class KernelNames
{
    /// <summary>Returns all names that statements define or use.</summary>
    public static ISet<string> In(IEnumerable<Statement> statements)
    {
        Collector names = new(definitionsOnly: false);
        KernelTraversal.VisitOperands(statements, names);
        return names.Found;
    }

    /// <summary>Returns whether statements after a block use a name that the block defines at its top level.</summary>
    /// <param name="list">The list that the block is part of.</param>
    /// <param name="start">The first statement of the block.</param>
    /// <param name="end">The first statement after it.</param>
    public static bool Leak(IReadOnlyList<Statement> list, int start, int end)
    {
        if (end >= list.Count)
            return false;
        Collector defined = new(definitionsOnly: true);
        for (int i = start; i < end; i++)
        {
            if (list[i] is not CompoundStatement)
                list[i].VisitOperands(defined);
        }

        if (defined.Found.Count == 0)
            return false;
        Search search = new(defined.Found);
        for (int i = end; i < list.Count && !search.HasFound; i++)
            KernelTraversal.VisitOperands(list[i], search);
        return search.HasFound;
    }

    private sealed class Collector(bool definitionsOnly) : NameVisitor
    {
        public HashSet<string> Found { get; } = new(StringComparer.Ordinal);

        protected override void Visit(string name, Access access)
        {
            if (!definitionsOnly || access == Access.Define)
                Found.Add(name);
        }
    }

    private sealed class Search(HashSet<string> names) : NameVisitor
    {
        public bool HasFound { get; private set; }

        protected override void Visit(string name, Access access) => HasFound |= names.Contains(name);
    }
}
