using Microsoft.CodeAnalysis.CSharp;
using RnnCompiler.Generators.Emission.Kernels;

namespace RnnCompiler.Generators.Emission;

/// <summary>How names of the compiler become C# identifiers that clash with nothing.</summary>
internal static class GeneratedNames
{
    // What kernels take out of their frame; no other local may have these names.
    private static readonly HashSet<string> FrameLocals = new(StringComparer.Ordinal)
    {
        "input", "tokens", "targets", "classes", "output", "parameters", "reduced", "bytes", "gradients", "panels", "workspace", "stateIn", "stateOut", "inputGradient",
        "rows", "steps", "lossBar", "frame", "swapped", "part", "parts",
    };

    /// <summary>A name for a local of a kernel.</summary>
    public static string Escape(string name)
    {
        if (FrameLocals.Contains(name) || KernelClass.Operations.Contains(name))
            return name + "_";
        return Keyword(name);
    }

    /// <summary>A name as source spells it: keywords, contextual ones too, get an <c>@</c>.</summary>
    public static string Keyword(string name) =>
        SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None || SyntaxFacts.GetContextualKeywordKind(name) != SyntaxKind.None ? "@" + name : name;
}
