using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RnnCompiler.Generators.Names;
using static RnnCompiler.Generators.Parsing.ClassProblemKind;

namespace RnnCompiler.Generators.Parsing;

/// <summary>Rules for declarations of a project that hide names in generated code: types of .NET, and the contextual keywords <c>nint</c> and <c>var</c>.</summary>
internal static class NameHidingRules
{
    /// <summary>Returns all declarations that hide a name from the code of a model.</summary>
    /// <param name="type">The class.</param>
    /// <param name="part">The part that has [RnnModel].</param>
    /// <param name="compilation">The project.</param>
    public static IEnumerable<ClassProblem> Check(INamedTypeSymbol type, TypeDeclarationSyntax part, Compilation compilation)
    {
        foreach (string name in FrameworkTypes.All)
        {
            if (compilation.Assembly.GetTypeByMetadataName(name) is { } own)
                yield return new(NameHidden, own.ToDisplayString(), Place(own, part));
        }

        foreach (string word in FrameworkTypes.Words)
        {
            if (Hiding(word, type, part, compilation) is { } hiding)
                yield return new(NameHidden, word, Place(hiding, part));
        }
    }

    private static ISymbol? Hiding(string word, INamedTypeSymbol type, TypeDeclarationSyntax part, Compilation compilation)
    {
        for (INamedTypeSymbol? level = type; level is not null; level = level.ContainingType)
        {
            for (INamedTypeSymbol? ancestor = level; ancestor is not null; ancestor = ancestor.BaseType)
            {
                if (ancestor.GetTypeMembers(word) is [{ } nested, ..])
                    return nested;
            }
        }

#pragma warning disable RS1030 // Only a semantic model knows which names a file sees through its usings and aliases.
        SemanticModel model = compilation.GetSemanticModel(part.SyntaxTree);
#pragma warning restore RS1030
        return model.LookupNamespacesAndTypes(part.Identifier.SpanStart, name: word).FirstOrDefault(static s => s is not IAliasSymbol alias || IsGlobal(alias));
    }

    // Generated files do not see the aliases of other files.
    private static bool IsGlobal(IAliasSymbol alias) =>
        alias.DeclaringSyntaxReferences.Any(static r => r.GetSyntax().FirstAncestorOrSelf<UsingDirectiveSyntax>() is { GlobalKeyword.RawKind: not 0 });

    private static Location Place(ISymbol symbol, TypeDeclarationSyntax part) =>
        symbol.Locations.FirstOrDefault(static l => l.IsInSource) ?? part.Identifier.GetLocation();
}
