using Microsoft.CodeAnalysis.CSharp;

namespace RnnCompiler.Generators.Emission;

/// <summary>How names of the compiler become C# identifiers that clash with nothing.</summary>
internal static class GeneratedNames
{
    /// <summary>
    /// Returns the name of a local of a kernel. A reserved name gets an underscore, and so does a reserved name that ends in underscores already, so that two
    /// names never become one; a name of underscores alone would be a discard.
    /// </summary>
    public static string Escape(string name)
    {
        string stem = name.TrimEnd('_');
        return stem.Length == 0 || ReservedNames.OfKernels.Contains(stem) ? name + "_" : Keyword(name);
    }

    /// <summary>A name as source spells it: keywords, contextual ones too, get an <c>@</c>.</summary>
    public static string Keyword(string name) =>
        SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None || SyntaxFacts.GetContextualKeywordKind(name) != SyntaxKind.None ? "@" + name : name;
}
