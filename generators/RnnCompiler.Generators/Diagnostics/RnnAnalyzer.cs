using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Generators.Names;
using RnnCompiler.Generators.Parsing;
using RnnCompiler.Generators.Sources;

namespace RnnCompiler.Generators.Diagnostics;

/// <summary>
/// Analyzer that reports the faults of a declaration at the attribute or argument at fault. It runs the same parser as the generator, so that each
/// model either compiles or has a diagnostic.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class RnnAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        [.. ClassDiagnostics.All, .. DeclarationDiagnostics.All, .. CellDiagnostics.All, .. NetworkDiagnostics.All];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        // Models may be in generated code: another generator may write them, or the user may mark the file. A faulty model there is not compiled
        // either, so it is reported.
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics);
        context.RegisterCompilationStartAction(static start =>
        {
            // One assembly defines the attributes of models and of cells.
            if (start.Compilation.GetTypesByMetadataName(ModelAttributes.ModelName).IsEmpty)
                return;
            ConcurrentDictionary<Location, byte> hidden = new();
            start.RegisterSymbolAction(symbol => Analyze(symbol, hidden), SymbolKind.NamedType);
            StrayMethods.Register(start);
        });
    }

    private static void Analyze(SymbolAnalysisContext context, ConcurrentDictionary<Location, byte> hidden)
    {
        INamedTypeSymbol type = (INamedTypeSymbol)context.Symbol;
        if (CellTypes.IsCell(type))
        {
            foreach (PlacedCellProblem problem in CellReader.Read(type, context.Compilation, context.CancellationToken).Problems)
                context.ReportDiagnostic(CellDiagnostics.Create(problem));
        }

        if (!ModelAttributes.Any(type))
            return;
        if (ModelPart(type, context.CancellationToken) is not { } part)
        {
            ReportLayers(context, type);
            return;
        }

        ParsedModel parsed = ModelParser.Parse(type, part, context.Compilation, context.CancellationToken);
        HashSet<(string Id, Location Place, string Message)> reported = [];
        foreach (ModelProblem problem in parsed.Problems.Concat(parsed.Warnings))
        {
            // One declaration may hide a name from several models; it is reported once.
            if (problem is ClassProblem { Kind: ClassProblemKind.NameHidden } ofName && !hidden.TryAdd(ofName.Place, 0))
                continue;
            Diagnostic diagnostic = problem switch
            {
                ClassProblem ofClass => ClassDiagnostics.Create(ofClass, type.Name),
                RuleProblem ofRule => DeclarationDiagnostics.Create(ofRule.Problem, PlaceOf(ofRule.Problem), OthersOf(ofRule.Problem)),
                NetworkProblem ofNetwork => NetworkDiagnostics.Create(ofNetwork),
                _ => throw new NotSupportedException($"There is no diagnostic for {problem.GetType().Name}."),
            };

            // What is wrong in a method that is called twice is read twice.
            if (reported.Add((diagnostic.Id, diagnostic.Location, diagnostic.GetMessage(CultureInfo.InvariantCulture))))
                context.ReportDiagnostic(diagnostic);
        }

        IReadOnlyList<Location> OthersOf(DeclarationProblem problem) => problem.IsOfLoss ? [] : parsed.Network?.OthersOf(problem) ?? [];

        Location PlaceOf(DeclarationProblem problem) => parsed.Loss switch
        {
            { } loss when problem is { IsOfLoss: true, LayerIndex: { } operation } => loss.Sources.Place(operation, problem.Argument),
            { } loss when problem.Kind is DeclarationProblemKind.LossInputCount or DeclarationProblemKind.GeneratedLossWrong => loss.Place,
            _ => parsed.Network?.PlaceOf(problem)
                ?? AttributeLocations.Find(parsed.Attributes, part, problem.LayerIndex, problem.Argument, context.CancellationToken),
        };

        Location place = ModelAttributes.Place(parsed.Attributes.Models[0]);
        ReportProject(context, type, place);
        if (ProjectRules.OtherContract(context.Compilation) is { } contract)
            context.ReportDiagnostic(Diagnostic.Create(ClassDiagnostics.ContractMismatch, place, type.Name, RuntimeContract.Version, contract));
    }

    private static void ReportProject(SymbolAnalysisContext context, INamedTypeSymbol type, Location place)
    {
        AnalyzerConfigOptions options = context.Options.AnalyzerConfigOptionsProvider.GlobalOptions;
        foreach ((string property, string legal, string found) in ProjectOptions.Problems(options))
            context.ReportDiagnostic(Diagnostic.Create(ClassDiagnostics.PropertyValue, place, property, legal, found));
        bool runTime = ProjectOptions.Read(options).Kernels == KernelOrigin.RunTime;
        if (runTime && context.Compilation.GetTypeByMetadataName(ProjectRules.EmitTypeName) is null)
            context.ReportDiagnostic(Diagnostic.Create(ClassDiagnostics.EmitMissing, place, type.Name));
        if (!runTime && context.Compilation.Options.OptimizationLevel == OptimizationLevel.Debug)
            context.ReportDiagnostic(Diagnostic.Create(ClassDiagnostics.Unoptimised, place, type.Name));
    }

    private static TypeDeclarationSyntax? ModelPart(INamedTypeSymbol type, CancellationToken cancellationToken)
    {
        AttributeData? model = type.GetAttributes().FirstOrDefault(ModelAttributes.IsModel);
        return model?.ApplicationSyntaxReference?.GetSyntax(cancellationToken).FirstAncestorOrSelf<TypeDeclarationSyntax>();
    }

    private static void ReportLayers(SymbolAnalysisContext context, INamedTypeSymbol type)
    {
        // [RnnModel] on an enum or a delegate is an error of C#.
        if (type.GetAttributes().Any(ModelAttributes.IsModel))
            return;
        AttributeData first = type.GetAttributes().First(ModelAttributes.IsLayer);
        context.ReportDiagnostic(Diagnostic.Create(ClassDiagnostics.LayerWithoutModel, ModelAttributes.Place(first), type.Name, ModelAttributes.ShortName(first)));
    }
}
