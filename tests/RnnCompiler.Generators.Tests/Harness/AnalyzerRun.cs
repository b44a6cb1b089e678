using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using RnnCompiler.Generators.Diagnostics;

namespace RnnCompiler.Generators.Tests.Harness;

/// <summary>Runs the analyzer as the C# compiler does: over the sources and all that the generator made of them.</summary>
internal static class AnalyzerRun
{
    /// <summary>Brings the attributes in, as a file of its own so that lines count from the source's first.</summary>
    public const string Usings = "global using RnnCompiler;";

    /// <summary>What the analyzer says, a failure of its own included, in the order of places.</summary>
    public static IReadOnlyList<Diagnostic> Diagnostics(CSharpCompilation compilation)
    {
        GeneratorRun.Driver((CSharpParseOptions)compilation.SyntaxTrees[0].Options).RunGeneratorsAndUpdateCompilation(compilation, out Compilation output, out _);
        return Analyze(output);
    }

    /// <summary>What the analyzer says of a compilation as it is.</summary>
    public static IReadOnlyList<Diagnostic> Analyze(Compilation compilation, params (string Name, string Value)[] properties)
    {
        CompilationWithAnalyzers analysis = compilation.WithAnalyzers([new RnnAnalyzer()], new AnalyzerOptions([], new ProjectProperties(properties)));
        ImmutableArray<Diagnostic> diagnostics = analysis.GetAnalyzerDiagnosticsAsync().GetAwaiter().GetResult();
        return [.. diagnostics.OrderBy(static d => d.Location.SourceSpan.Start).ThenBy(static d => d.Id, StringComparer.Ordinal)];
    }

    /// <summary>A diagnostic as the pages write it: the line from 0, the columns that it underlines, id and message.</summary>
    public static (int Line, int Start, int End, string Text) Describe(Diagnostic diagnostic)
    {
        FileLinePositionSpan span = diagnostic.Location.GetLineSpan();
        string text = $"{diagnostic.Id}: {diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture)}";
        return (span.StartLinePosition.Line, span.StartLinePosition.Character, span.EndLinePosition.Character, text);
    }
}
