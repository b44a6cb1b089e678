using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RnnCompiler.Compiler.Targets;
using RnnCompiler.Generators.Names;
using RnnCompiler.Generators.Parsing;

namespace RnnCompiler.Generators.Tests.Harness;

/// <summary>Random edits of source code, after each of which neither the generator nor the analyzer may fail.</summary>
internal static class TextEdits
{
    private static readonly string[] s_kernels = [.. Target.All.Select(static t => $".{t.Name}.g.cs")];

    /// <summary>Creates a driver of the generator.</summary>
    /// <remarks>With tracked steps, Roslyn 4.14 itself throws "Unexpected value '(Cached, Added)'" after some edits of a file with three models.</remarks>
    public static GeneratorDriver Driver() => GeneratorRun.Driver(tracksSteps: false);

    /// <summary>Checks a source after random edits of its tokens.</summary>
    public static void Edit(string source, string[] insertions, int seed, int count, bool everyFile)
    {
        Random random = new(seed);
        GeneratorDriver driver = Driver();
        string[] tokens = [.. CSharpSyntaxTree.ParseText(source).GetRoot().DescendantTokens().Select(static t => t.ToFullString())];
        for (int i = 0; i < count; i++)
        {
            List<string> edited = [.. tokens];
            for (int edits = random.Next(1, 4); edits > 0; edits--)
                Edit(edited, insertions, random);
            Check(string.Concat(edited), everyFile, ref driver);
        }
    }

    private static void Edit(List<string> tokens, string[] insertions, Random random)
    {
        int place = random.Next(tokens.Count);
        switch (random.Next(5))
        {
            case 0:
                tokens.RemoveAt(place);
                break;
            case 1:
                tokens.Insert(place, " " + insertions[random.Next(insertions.Length)] + " ");
                break;
            case 2:
                tokens[place] = " " + insertions[random.Next(insertions.Length)] + " ";
                break;
            case 3:
                tokens.Insert(place, tokens[random.Next(tokens.Count)]);
                break;
            default:
                int other = random.Next(tokens.Count);
                (tokens[place], tokens[other]) = (tokens[other], tokens[place]);
                break;
        }
    }

    /// <summary>Checks that generator and analyzer survive a source, and agree about it.</summary>
    /// <remarks>The driver goes on from edit to edit, as in an editor, so that only models which the edit changed are compiled again.</remarks>
    public static void Check(string source, bool everyFile, ref GeneratorDriver driver)
    {
        CSharpCompilation compilation = GeneratorRun.Compile(source);
        driver = driver.RunGeneratorsAndUpdateCompilation(compilation, out Compilation output, out ImmutableArray<Diagnostic> diagnostics);
        GeneratorRunResult result = driver.GetRunResult().Results[0];
        Assert.True(result.Exception is null && diagnostics.IsEmpty, $"{diagnostics.FirstOrDefault()}\n{result.Exception}\n{source}");

        IReadOnlyList<Diagnostic> found = AnalyzerRun.Analyze(output);
        Assert.True(found.All(static d => d.Id.StartsWith("RNN", StringComparison.Ordinal)),
            $"{found.FirstOrDefault(static d => !d.Id.StartsWith("RNN", StringComparison.Ordinal))}\n{source}");
        if (compilation.GetDiagnostics().Any(static d => d.Severity == DiagnosticSeverity.Error))
            return;
        CheckAgreement(output, found, source);
        CheckSurfaces(output, everyFile, source);
    }

    // Where the language has nothing to object to, each model either has its code or a diagnostic, and never both.
    private static void CheckAgreement(Compilation output, IReadOnlyList<Diagnostic> found, string source)
    {
        foreach (INamedTypeSymbol type in output.GetSymbolsWithName(static _ => true, SymbolFilter.Type).OfType<INamedTypeSymbol>()
            .Where(static t => t.GetAttributes().Any(ModelAttributes.IsModel)))
        {
            bool isCompiled = !type.GetTypeMembers(SurfaceNames.Layouts).IsEmpty;
            bool isReported = found.Any(d => d.Severity == DiagnosticSeverity.Error && Concerns(d, type));
            bool namesCell = type.GetAttributes().Any(static a => a.AttributeClass?.Name == nameof(RecurrentAttribute)) || NetworkReader.Methods(type).Count > 0;
            bool isReportedAtCell = namesCell
                && found.Any(static d => d.Id.StartsWith("RNN02", StringComparison.Ordinal));
            Assert.True(isCompiled ? !isReported : isReported || isReportedAtCell,
                $"{type} is compiled: {isCompiled}, reported: {isReported}, at its cell: {isReportedAtCell}.\n{source}");
        }
    }

    private static bool Concerns(Diagnostic diagnostic, INamedTypeSymbol type) => type.DeclaringSyntaxReferences.Any(r =>
        r.SyntaxTree == diagnostic.Location.SourceTree
        && (r.Span.Contains(diagnostic.Location.SourceSpan) || r.GetSyntax().Ancestors().OfType<TypeDeclarationSyntax>()
            .Any(a => a.Identifier.Span.Contains(diagnostic.Location.SourceSpan.Start))));

    private static void CheckSurfaces(Compilation output, bool everyFile, string source)
    {
        foreach (
            SyntaxTree tree in output.SyntaxTrees.Where(t => SurfaceNames.IsGenerated(t) && (everyFile || !s_kernels.Any(k => t.FilePath.EndsWith(k, StringComparison.Ordinal)))))
        {
            Diagnostic? error = output.GetSemanticModel(tree).GetDiagnostics().FirstOrDefault(static d => d.Severity == DiagnosticSeverity.Error);
            Assert.True(error is null, $"{error}\n{source}");
        }
    }
}
