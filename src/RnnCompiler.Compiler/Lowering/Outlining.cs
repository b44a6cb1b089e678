using RnnCompiler.Compiler.Kernels;

namespace RnnCompiler.Compiler.Lowering;

/// <summary>Makes methods of <see cref="Outlined"/> statements: a call remains, which hands over the indices and pointers that the statements use.</summary>
/// <param name="prefix">What the names of the new methods begin with.</param>
/// <param name="taken">Names of methods that exist, with how often each was wanted.</param>
internal sealed class Outlining(string prefix, Dictionary<string, int> taken)
{
    private readonly List<KernelMethod> _methods = [];

    /// <summary>The methods that were made.</summary>
    public IReadOnlyList<KernelMethod> Methods => _methods;

    /// <summary>The statements, with calls.</summary>
    public IReadOnlyList<Statement> Extract(IReadOnlyList<Statement> statements) =>
        KernelTraversal.Rewrite(statements, s => s is Outlined outlined ? Call(outlined) : s);

    private CallMethod Call(Outlined outlined)
    {
        IReadOnlyList<Statement> body = Extract(outlined.Content);
        FreeVariables free = FreeVariables.Of(body);
        string name = MethodNames.Unique(taken, prefix + outlined.Title);
        _methods.Add(new KernelMethod(name, outlined.Summary, body) { Indices = free.Indices, Pointers = free.Pointers });
        return new CallMethod(name) { Indices = free.Indices, Pointers = free.Pointers };
    }
}

/// <summary>Names of methods, unique within a program.</summary>
internal static class MethodNames
{
    /// <summary>The wanted name, with a number from its second use on.</summary>
    public static string Unique(Dictionary<string, int> taken, string wanted)
    {
        taken[wanted] = taken.TryGetValue(wanted, out int n) ? n + 1 : 1;
        return taken[wanted] == 1 ? wanted : FormattableString.Invariant($"{wanted}_{taken[wanted]}");
    }
}
