using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RnnCompiler.Compiler.Collections;
using RnnCompiler.Generators.Diagnostics;
using RnnCompiler.Generators.Emission;
using RnnCompiler.Generators.Parsing;
using RnnCompiler.Generators.Sources;

namespace RnnCompiler.Generators;

/// <summary>
/// Incremental generator that compiles each class with <c>[RnnModel]</c>. A faulty class gets members that throw; the analyzer reports the fault. The
/// steps exchange only records of text and numbers, so that an edit elsewhere only parses the attributes again.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class RnnGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValuesProvider<ModelOutcome> outcomes = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                ModelAttributes.ModelName,
                static (node, _) => node is TypeDeclarationSyntax,
                static (found, cancellation) => ModelParser
                    .Parse((INamedTypeSymbol)found.TargetSymbol, (TypeDeclarationSyntax)found.TargetNode, found.SemanticModel.Compilation, cancellation)
                    .Outcome)
            .WithTrackingName(TrackingNames.Parse);

        // Each filter follows the parser directly: in chains of filters, Roslyn's state tables lose their order after removals.
        IncrementalValuesProvider<ModelSource> sources = outcomes
            .Where(static outcome => outcome.Source is not null)
            .Select(static (outcome, _) => outcome.Source!)
            .WithTrackingName(TrackingNames.Sources);
        IncrementalValuesProvider<ModelStub> stubs = outcomes
            .Where(static outcome => outcome.Stub is not null)
            .Select(static (outcome, _) => outcome.Stub!)
            .WithTrackingName(TrackingNames.Stubs);

        IncrementalValueProvider<EquatableArray<string>> clashes = outcomes
            .Where(static outcome => outcome.HasFiles)
            .Select(static (outcome, _) => outcome.Identity.FullName)
            .WithTrackingName(TrackingNames.Names)
            .Collect()
            .Select(static (names, _) => HintNames.Clashes(names))
            .WithTrackingName(TrackingNames.Clashes);

        IncrementalValueProvider<ProjectOptions> project = context.AnalyzerConfigOptionsProvider
            .Select(static (options, _) => ProjectOptions.Read(options.GlobalOptions))
            .WithTrackingName(TrackingNames.Project);

        IncrementalValuesProvider<ModelSource> models = sources
            .Combine(project)
            .Select(static (pair, _) => pair.Left.In(pair.Right))
            .WithTrackingName(TrackingNames.Models);

        // Design-time builds in editors need the surface only.
        context.RegisterSourceOutput(
            models.Select(static (model, cancellation) => ModelCompiler.Surface(model, cancellation)).WithTrackingName(TrackingNames.Surface)
                .Combine(clashes).WithTrackingName(TrackingNames.SurfaceFiles),
            static (output, pair) => Report(output, pair.Left, HintNames.Prefix(pair.Left.Identity, pair.Right)));
        context.RegisterImplementationSourceOutput(
            models.Select(static (model, cancellation) => ModelCompiler.Kernels(model, cancellation)).WithTrackingName(TrackingNames.Kernels)
                .Combine(clashes).WithTrackingName(TrackingNames.KernelFiles),
            static (output, pair) => Report(output, pair.Left, HintNames.Prefix(pair.Left.Identity, pair.Right)));
        context.RegisterSourceOutput(
            stubs.Combine(clashes).WithTrackingName(TrackingNames.StubFiles),
            static (output, pair) => Add(output, ModelCompiler.Stub(pair.Left), HintNames.Prefix(pair.Left.Identity, pair.Right)));
        RegisterCells(context);
    }

    /// <summary>Registers the output for the cells of this assembly, which other assemblies and the interpreted runtime read.</summary>
    private static void RegisterCells(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValuesProvider<CellSource> cells = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                CellTypes.AttributeName,
                static (node, _) => node is TypeDeclarationSyntax,
                static (found, cancellation) => CellSourceParser.Parse((INamedTypeSymbol)found.TargetSymbol, found.TargetNode, found.SemanticModel.Compilation, cancellation))
            .WithTrackingName(TrackingNames.ParseCells)
            .Where(static cell => cell is not null)
            .Select(static (cell, _) => cell!)
            .WithTrackingName(TrackingNames.Cells);

        IncrementalValueProvider<EquatableArray<string>> clashes = cells
            .Select(static (cell, _) => cell.Identity.FullName)
            .Collect()
            .Select(static (names, _) => HintNames.Clashes(names))
            .WithTrackingName(TrackingNames.CellClashes);

        context.RegisterSourceOutput(
            cells.Combine(clashes).WithTrackingName(TrackingNames.CellFiles),
            static (output, pair) => output.AddSource(HintNames.Prefix(pair.Left.Identity, pair.Right) + CellFile.Suffix, CellFile.Write(pair.Left)));
    }

    private static void Add(SourceProductionContext output, GeneratedFile file, string prefix) => output.AddSource(prefix + file.HintName, file.Text);

    private static void Report(SourceProductionContext output, CompiledModel model, string prefix)
    {
        if (model.Failure is { } failure)
            output.ReportDiagnostic(InternalErrors.Diagnostic(failure));
        foreach (GeneratedFile file in model.Files)
            Add(output, file, prefix);
    }
}
