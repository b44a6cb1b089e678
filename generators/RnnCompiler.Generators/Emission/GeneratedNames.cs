using Microsoft.CodeAnalysis.CSharp;
using RnnCompiler.Compiler.Kernels;
using RnnCompiler.Compiler.Targets;
using RnnCompiler.Generators.Emission.Kernels;

namespace RnnCompiler.Generators.Emission;

/// <summary>Maps names of the compiler to C# identifiers that clash with no other name.</summary>
internal static class GeneratedNames
{
    /// <summary>
    /// Gets the reserved locals, which any kernel may declare: the memories and numbers of the frame, the locals that the emitter's own statements
    /// declare, and the names of operations, which are inherited methods that a local of the same name would hide.
    /// </summary>
    public static IReadOnlyCollection<string> Reserved { get; } = new HashSet<string>(
        [
            .. Enum.GetValues(typeof(MemorySpace)).Cast<MemorySpace>().Select(Spelling.Name),
            .. Enum.GetValues(typeof(RuntimeNumber)).Cast<RuntimeNumber>().Select(Spelling.Name),
            "frame", "lossBar", "part", "parts", "swapped",
            .. KernelClass.Operations,
        ],
        StringComparer.Ordinal);

    /// <summary>
    /// Returns the local of a kernel for a name. A reserved name gets an underscore at its end. So does a reserved name that already ends in
    /// underscores, so that different names stay different. A name of underscores only would be a discard.
    /// </summary>
    public static string Escape(string name)
    {
        string stem = name.TrimEnd('_');
        return stem.Length == 0 || Reserved.Contains(stem) ? name + "_" : Keyword(name);
    }

    /// <summary>Returns a name as source code spells it: keywords, contextual keywords too, get an <c>@</c>.</summary>
    public static string Keyword(string name) =>
        SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None || SyntaxFacts.GetContextualKeywordKind(name) != SyntaxKind.None ? "@" + name : name;
}
