using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Simplification;

namespace RnnCompiler.CodeFixes;

/// <summary>
/// Makes the loss and the activation of the head agree: sets on [RnnModel] the loss that belongs to a softmax or sigmoid head, or sets on the head
/// the activation that belongs to the stated cross entropy.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(FitLossFix)), Shared]
public sealed class FitLossFix : CodeFixProvider
{
    private const string LossType = "global::RnnCompiler.Loss";
    private const string ActivationType = "global::RnnCompiler.Activation";
    private const string Softmax = "Softmax";
    private const string Sigmoid = "Sigmoid";
    private const string CrossEntropy = "CrossEntropy";
    private const string BinaryCrossEntropy = "BinaryCrossEntropy";
    private const string LossArgument = "Loss";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [FixedDiagnostics.SoftmaxWithoutCrossEntropy, FixedDiagnostics.HeadDoesNotFitLoss];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        SyntaxNode? root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        SemanticModel? semantics = await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false);
        // The location of the diagnostic is the value of the head's Activation; all layers are on the part with [RnnModel].
        if (root?.FindNode(context.Span, getInnermostNodeForTie: true).FirstAncestorOrSelf<AttributeArgumentSyntax>()?.Expression is not { } activation
            || activation.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } part
            || semantics?.GetDeclaredSymbol(part, context.CancellationToken) is not { } type
            || ModelSyntax.ModelAttribute(type, context.CancellationToken) is not { } model
            || model.SyntaxTree != root.SyntaxTree)
        {
            return;
        }

        string? loss = Member(semantics, activation, context.CancellationToken) switch
        {
            Softmax => CrossEntropy,
            Sigmoid => BinaryCrossEntropy,
            _ => null,
        };
        if (loss is not null)
            Register(context, $"Set Loss to Loss.{loss}", root.ReplaceNode(model, WithLoss(model, loss)));

        string? fitting = model.ArgumentList?.Arguments.FirstOrDefault(IsLoss) is { } stated
            ? Member(semantics, stated.Expression, context.CancellationToken) switch
            {
                CrossEntropy => Softmax,
                BinaryCrossEntropy => Sigmoid,
                _ => null,
            }
            : null;
        if (fitting is not null)
            Register(context, $"Set Activation to Activation.{fitting}", root.ReplaceNode(activation, Value(ActivationType, fitting).WithTriviaFrom(activation)));
    }

    private static void Register(CodeFixContext context, string title, SyntaxNode root) => context.RegisterCodeFix(
        CodeAction.Create(title, _ => Task.FromResult(context.Document.WithSyntaxRoot(root)), equivalenceKey: title),
        context.Diagnostics);

    // The value may be a constant with another name.
    private static string? Member(SemanticModel semantics, ExpressionSyntax expression, CancellationToken cancellation) =>
        semantics.GetConstantValue(expression, cancellation) is { HasValue: true, Value: { } value }
            ? semantics.GetTypeInfo(expression, cancellation).Type?.GetMembers().OfType<IFieldSymbol>().FirstOrDefault(f => Equals(f.ConstantValue, value))?.Name
            : null;

    private static AttributeSyntax WithLoss(AttributeSyntax model, string loss)
    {
        ExpressionSyntax value = Value(LossType, loss);
        if (model.ArgumentList?.Arguments.FirstOrDefault(IsLoss) is { } stated)
            return model.ReplaceNode(stated.Expression, value.WithTriviaFrom(stated.Expression));
        AttributeArgumentSyntax argument = SyntaxFactory.AttributeArgument(
            SyntaxFactory.NameEquals(SyntaxFactory.IdentifierName(LossArgument).WithTrailingTrivia(SyntaxFactory.Space)).WithTrailingTrivia(SyntaxFactory.Space),
            nameColon: null,
            value);
        SeparatedSyntaxList<AttributeArgumentSyntax> others = model.ArgumentList?.Arguments ?? default;
        if (others.Count > 0)
            argument = argument.WithLeadingTrivia(SyntaxFactory.Space);
        return model.WithArgumentList((model.ArgumentList ?? SyntaxFactory.AttributeArgumentList()).AddArguments(argument));
    }

    private static ExpressionSyntax Value(string type, string member) => SyntaxFactory.ParseExpression($"{type}.{member}").WithAdditionalAnnotations(Simplifier.Annotation);

    private static bool IsLoss(AttributeArgumentSyntax argument) => argument.NameEquals?.Name.Identifier.ValueText == LossArgument;
}
