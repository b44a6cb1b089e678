using Microsoft.CodeAnalysis.CSharp;
using RnnCompiler.Compiler.Kernels;
using RnnCompiler.Compiler.Targets;
using RnnCompiler.Generators.Emission.Kernels;

namespace RnnCompiler.Generators.Emission;

/// <summary>How names of the compiler become C# identifiers that clash with nothing.</summary>
internal static class GeneratedNames
{
    /// <summary>
    /// The locals that every kernel may declare, whatever the model is called and made of: the memories and numbers of the frame, and what statements
    /// of the emitter declare for themselves. Operations are inherited methods, which a local of their name would hide.
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
    /// Returns the name of a local of a kernel. A reserved name gets an underscore, and so does a reserved name that ends in underscores already, so that two
    /// names never become one; a name of underscores alone would be a discard.
    /// </summary>
    public static string Escape(string name)
    {
        string stem = name.TrimEnd('_');
        return stem.Length == 0 || Reserved.Contains(stem) ? name + "_" : Keyword(name);
    }

    /// <summary>A name as source spells it: keywords, contextual ones too, get an <c>@</c>.</summary>
    public static string Keyword(string name) =>
        SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None || SyntaxFacts.GetContextualKeywordKind(name) != SyntaxKind.None ? "@" + name : name;
}
