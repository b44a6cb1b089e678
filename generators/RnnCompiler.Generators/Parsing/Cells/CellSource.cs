using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RnnCompiler.Compiler.Cells;

namespace RnnCompiler.Generators.Parsing;

/// <summary>A cell that others can use: what leaves the parser.</summary>
/// <param name="Identity">The type.</param>
/// <param name="Program">Its equations.</param>
internal sealed record CellSource(ModelIdentity Identity, CellProgram Program)
{
    /// <summary>The cell of a type, or null if it is wrong or nobody outside could name it.</summary>
    /// <param name="type">The type.</param>
    /// <param name="part">The part that has [Cell]; a second one on another part is an error of the language.</param>
    /// <param name="compilation">The project.</param>
    /// <param name="cancellationToken">Looked at while reading.</param>
    public static CellSource? Of(INamedTypeSymbol type, SyntaxNode part, Compilation compilation, CancellationToken cancellationToken)
    {
        SyntaxReference? first = type.GetAttributes().First(CellTypes.Is<CellAttribute>).ApplicationSyntaxReference;
        if (first is null || first.SyntaxTree != part.SyntaxTree || !part.Span.Contains(first.Span))
            return null;
        if (part.SyntaxTree.Options is CSharpParseOptions { LanguageVersion: < LanguageVersion.CSharp12 } || !IsReachable(type, compilation))
            return null;
        ModelIdentity identity = ModelParser.Identify(type);
        return identity.IsComplete && CellReader.Read(type, compilation, cancellationToken).Program is { } program ? new CellSource(identity, program) : null;
    }

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
