using Microsoft.CodeAnalysis.CSharp;

namespace RnnCompiler.Generators.Emission;

/// <summary>Maps names of the compiler to C# identifiers that clash with no other name.</summary>
internal static class GeneratedNames
{
    /// <summary>
    /// Returns the local of a kernel for a name. A reserved name gets an underscore at its end. So does a reserved name that already ends in
    /// underscores, so that different names stay different. A name of underscores only would be a discard.
    /// </summary>
    public static string Escape(string name)
    {
        string stem = name.TrimEnd('_');
        return stem.Length == 0 || ReservedNames.OfKernels.Contains(stem) ? name + "_" : Keyword(name);
    }

    /// <summary>Returns a name as source code spells it: keywords, contextual keywords too, get an <c>@</c>.</summary>
    public static string Keyword(string name) =>
        SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None || SyntaxFacts.GetContextualKeywordKind(name) != SyntaxKind.None ? "@" + name : name;
}
