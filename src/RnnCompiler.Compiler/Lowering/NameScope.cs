using RnnCompiler.Compiler.Kernels;

namespace RnnCompiler.Compiler.Lowering;

/// <summary>Allocator of names that are unique in a method.</summary>
internal sealed class NameScope
{
    private readonly Dictionary<string, int> _used = new(StringComparer.Ordinal);

    /// <summary>Returns the wanted name as an identifier, with a number appended if it is taken.</summary>
    public string Unique(string wanted)
    {
        string name = Identifier(wanted);
        if (!_used.TryGetValue(name, out int count))
        {
            _used[name] = 1;
            return name;
        }

        string next;
        do
        {
            next = FormattableString.Invariant($"{name}{(char.IsDigit(name[name.Length - 1]) ? "_" : "")}{++count}");
        }
        while (_used.ContainsKey(next));
        _used[name] = count;
        _used[next] = 1;
        return next;
    }

    public IndexVariable Index(string wanted) => new(Unique(wanted));

    public VectorRegister Register(string wanted) => new(Unique(wanted));

    private static string Identifier(string wanted)
    {
        string name = new([.. wanted.Select(static c => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '_' ? c : '_')]);
        return name.Length == 0 || char.IsDigit(name[0]) ? "v" + name : char.ToLowerInvariant(name[0]) + name.Substring(1);
    }
}
