using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using RnnCompiler.Generators.Parsing;

namespace RnnCompiler.Generators.Diagnostics;

/// <summary>Reports [Network] and [LossFunction] on methods of classes that are no models.</summary>
internal static class StrayMethods
{
    /// <summary>Registers the analysis. It looks at the spelling of attributes first, since a program has many methods.</summary>
    public static void Register(CompilationStartAnalysisContext start) => start.RegisterSyntaxNodeAction(Analyze, SyntaxKind.Attribute);

    private static void Analyze(SyntaxNodeAnalysisContext context)
    {
        AttributeSyntax attribute = (AttributeSyntax)context.Node;
        string name = attribute.Name.ToString();
        name = name.Substring(name.LastIndexOf('.') + 1);
        if (name is not ("Network" or "NetworkAttribute" or "LossFunction" or "LossFunctionAttribute") || attribute.Parent?.Parent is not MethodDeclarationSyntax declaration)
            return;
        if (context.SemanticModel.GetDeclaredSymbol(declaration, context.CancellationToken) is not { ContainingType: { } type } method
            || type.GetAttributes().Any(ModelAttributes.IsModel))
        {
            return;
        }

        AttributeData? stray = method.GetAttributes().FirstOrDefault(data => data.ApplicationSyntaxReference is { } reference
            && reference.SyntaxTree == attribute.SyntaxTree && reference.Span == attribute.Span);
        if (stray is not null && (CellTypes.Is<NetworkAttribute>(stray) || CellTypes.Is<LossFunctionAttribute>(stray)))
            context.ReportDiagnostic(Diagnostic.Create(ClassDiagnostics.LayerWithoutModel, attribute.GetLocation(), type.Name, ModelAttributes.ShortName(stray)));
    }
}
