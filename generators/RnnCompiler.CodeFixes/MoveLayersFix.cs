using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Formatting;

namespace RnnCompiler.CodeFixes;

/// <summary>
/// Moves the layers on other parts of a class to the part with [RnnModel], behind the layers there. Parts are moved in order, and the layers of a
/// part keep their source order.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MoveLayersFix)), Shared]
public sealed class MoveLayersFix : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [FixedDiagnostics.LayerOnAnotherPart];

    /// <summary>Returns null, since one code action moves all layers of a model.</summary>
    public override FixAllProvider? GetFixAllProvider() => null;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        SyntaxNode? root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        SemanticModel? semantics = await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false);
        if (root?.FindNode(context.Span).FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } part
            || semantics?.GetDeclaredSymbol(part, context.CancellationToken) is not { } type
            || ModelSyntax.ModelAttribute(type, context.CancellationToken)?.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } target)
        {
            return;
        }

        context.RegisterCodeFix(
            CodeAction.Create(
                "Move layers onto the part with [RnnModel]",
                cancellation => MoveAsync(context.Document.Project.Solution, type, target, cancellation),
                equivalenceKey: nameof(MoveLayersFix)),
            context.Diagnostics);
    }

    private static async Task<Solution> MoveAsync(Solution solution, INamedTypeSymbol type, TypeDeclarationSyntax target, CancellationToken cancellation)
    {
        SolutionEditor editor = new(solution);
        List<AttributeSyntax> layers = [.. ModelSyntax.Layers(type, cancellation).Where(l => l.FirstAncestorOrSelf<TypeDeclarationSyntax>() != target)];
        foreach (AttributeSyntax layer in layers)
        {
            if (solution.GetDocument(layer.SyntaxTree) is { } document)
                Remove((await editor.GetDocumentEditorAsync(document.Id, cancellation).ConfigureAwait(false)), layer, layers);
        }

        if (solution.GetDocument(target.SyntaxTree) is { } home)
        {
            // Several layers may share an attribute list; each moved layer gets a list of its own, as layers are usually written.
            AttributeListSyntax[] moved =
            [
                .. layers.Select(static l => SyntaxFactory
                    .AttributeList(SyntaxFactory.SingletonSeparatedList(l.WithoutTrivia()))
                    .WithTrailingTrivia(SyntaxFactory.ElasticMarker)
                    .WithAdditionalAnnotations(Formatter.Annotation)),
            ];
            DocumentEditor editorOfHome = await editor.GetDocumentEditorAsync(home.Id, cancellation).ConfigureAwait(false);
            editorOfHome.InsertAfter(target.AttributeLists.Last(), moved);
        }

        return editor.GetChangedSolution();
    }

    // If all attributes of a list move, the list is removed; comments above it stay.
    private static void Remove(DocumentEditor editor, AttributeSyntax layer, List<AttributeSyntax> all)
    {
        AttributeListSyntax list = (AttributeListSyntax)layer.Parent!;
        if (!list.Attributes.All(all.Contains))
            editor.RemoveNode(layer, SyntaxRemoveOptions.KeepNoTrivia);
        else if (list.Attributes[0] == layer)
            editor.RemoveNode(list, SyntaxRemoveOptions.KeepLeadingTrivia);
    }
}
