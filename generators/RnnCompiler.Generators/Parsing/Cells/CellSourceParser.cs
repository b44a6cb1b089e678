using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RnnCompiler.Generators.Sources;

namespace RnnCompiler.Generators.Parsing;

/// <summary>Reads the cells of a project that other assemblies and the interpreted runtime may use.</summary>
internal static class CellSourceParser
{
    /// <summary>Returns the cell of a type, or null if it is faulty or not accessible outside its containing type.</summary>
    /// <param name="type">The type.</param>
    /// <param name="part">The part that has [Cell]; [Cell] on a second part is an error of C#.</param>
    /// <param name="compilation">The project.</param>
    /// <param name="cancellationToken">Cancels reading.</param>
    public static CellSource? Parse(INamedTypeSymbol type, SyntaxNode part, Compilation compilation, CancellationToken cancellationToken)
    {
        SyntaxReference? first = type.GetAttributes().First(CellTypes.Is<CellAttribute>).ApplicationSyntaxReference;
        if (first is null || first.SyntaxTree != part.SyntaxTree || !part.Span.Contains(first.Span))
            return null;
        if (part.SyntaxTree.Options is CSharpParseOptions { LanguageVersion: < LanguageVersion.CSharp12 } || !IsReachable(type, compilation))
            return null;
        ModelIdentity identity = ModelParser.Identify(type);
        return identity.IsComplete && CellReader.Read(type, compilation, cancellationToken).Program is { } program
            ? new CellSource(identity, program, new(Experiments(type)), Markers(type).Any(IsForbidding))
            : null;
    }

    /// <summary>Returns the attributes of a type and of its containing types.</summary>
    private static IEnumerable<AttributeData> Markers(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? level = type; level is not null; level = level.ContainingType)
        {
            foreach (AttributeData attribute in level.GetAttributes())
                yield return attribute;
        }
    }

    private static IEnumerable<string> Experiments(INamedTypeSymbol type) => Markers(type)
        .Where(static a => a.AttributeClass is { Name: "ExperimentalAttribute", ContainingNamespace.Name: "CodeAnalysis" } && a.ConstructorArguments is [{ Value: string }, ..])
        .Select(static a => (string)a.ConstructorArguments[0].Value!)
        .Where(SyntaxFacts.IsValidIdentifier)
        .Distinct();

    private static bool IsForbidding(AttributeData attribute) =>
        attribute.AttributeClass is { Name: "ObsoleteAttribute", ContainingNamespace.Name: "System" } && attribute.ConstructorArguments is [_, { Value: true }, ..];

    private static bool IsReachable(INamedTypeSymbol type, Compilation compilation)
    {
        for (INamedTypeSymbol? level = type; level is not null; level = level.ContainingType)
        {
            if (level.IsFileLocal)
                return false;
        }

        return compilation.IsSymbolAccessibleWithin(type, compilation.Assembly);
    }
}
