using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RnnCompiler.CodeFixes;

/// <summary>Finds the attributes of a model in its source.</summary>
internal static class ModelSyntax
{
    private const string Namespace = "RnnCompiler";

    /// <summary>Returns [RnnModel], or null if the class has none in source.</summary>
    public static AttributeSyntax? ModelAttribute(INamedTypeSymbol type, CancellationToken cancellation) =>
        Attributes(type, static kind => kind.Name == "RnnModelAttribute", cancellation).FirstOrDefault();

    /// <summary>Returns the layer attributes of all parts: parts in the compiler's order, layers of a part in source order.</summary>
    public static IEnumerable<AttributeSyntax> Layers(INamedTypeSymbol type, CancellationToken cancellation) =>
        Attributes(type, static kind => kind.Name == "LayerAttribute", cancellation);

    private static IEnumerable<AttributeSyntax> Attributes(INamedTypeSymbol type, Func<INamedTypeSymbol, bool> isWanted, CancellationToken cancellation) => type
        .GetAttributes()
        .Where(a => Ancestors(a.AttributeClass).Any(kind => IsOurs(kind) && isWanted(kind)))
        .Select(a => a.ApplicationSyntaxReference?.GetSyntax(cancellation))
        .OfType<AttributeSyntax>();

    private static IEnumerable<INamedTypeSymbol> Ancestors(INamedTypeSymbol? type)
    {
        for (; type is not null; type = type.BaseType)
            yield return type;
    }

    private static bool IsOurs(INamedTypeSymbol type) => type.ContainingNamespace is { Name: Namespace, ContainingNamespace.IsGlobalNamespace: true };
}
