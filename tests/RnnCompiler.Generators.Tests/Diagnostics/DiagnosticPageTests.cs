using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RnnCompiler.Generators.Diagnostics;
using RnnCompiler.Generators.Tests.Harness;

namespace RnnCompiler.Generators.Tests.Diagnostics;

/// <summary>The pages of diagnostics mean what they say: the wrong example has that diagnostic at that place, the right one compiles.</summary>
public class DiagnosticPageTests
{
    public static TheoryData<string> Examples => [.. DiagnosticPage.All.Where(static p => p.Wrong is not null).Select(static p => p.Id)];

    public static IEnumerable<DiagnosticDescriptor> Descriptors => new RnnAnalyzer().SupportedDiagnostics.Append(InternalErrors.Descriptor);

    [Theory]
    [MemberData(nameof(Examples))]
    public void The_wrong_example_has_the_diagnostic_where_it_says(string id)
    {
        DiagnosticPage page = Page(id);
        CSharpCompilation compilation = GeneratorRun.Compile(page.Wrong!, AnalyzerRun.Usings);
        IReadOnlyList<Diagnostic> found = AnalyzerRun.Diagnostics(compilation);
        string expectation = Text(page.Underlines());
        string finding = Text(found.Select(AnalyzerRun.Describe));
        Assert.True(expectation == finding, $"The page says\n{expectation}\nand the analyzer\n{finding}");
        Assert.All(found, d => Assert.Equal(id, d.Id));

        // A faulty model has a surface that throws, so that the C# compiler reports nothing else; with a warning it has all of its files.
        bool isError = found.Any(static d => d.Severity == DiagnosticSeverity.Error);
        Assert.All(GeneratorRun.Run(compilation).GeneratedSources.Where(IsOfModel), s => Assert.Equal(isError, IsStub(s)));
    }

    // What generated code is worth is tested elsewhere; here the source may miss only what is generated.
    [Theory]
    [MemberData(nameof(Examples))]
    public void The_right_example_compiles(string id)
    {
        CSharpCompilation compilation = GeneratorRun.Compile(Page(id).Right!, AnalyzerRun.Usings);
        Assert.Empty(compilation.GetDiagnostics().Where(static d => d.Severity == DiagnosticSeverity.Error && d.Id is not ("CS0103" or "CS0117" or "CS1061")));
        Assert.Empty(AnalyzerRun.Diagnostics(compilation));
        Assert.Equal(5, GeneratorRun.Run(compilation).GeneratedSources.Count(IsOfModel));
    }

    [Fact]
    public void Every_diagnostic_has_a_page_with_its_title_and_a_link_to_it()
    {
        Assert.Equal(Descriptors.Select(static d => (d.Id, d.Title.ToString())).Order(), DiagnosticPage.All.Select(static p => (p.Id, p.Title)).Order());
        Assert.All(Descriptors, static d => Assert.EndsWith($"Diagnostics/docs/{d.Id}.md", d.HelpLinkUri, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_diagnostic_has_a_row_in_the_release_notes()
    {
        string notes = File.ReadAllText(Path.Combine(DiagnosticPage.Folder, "..", "..", "AnalyzerReleases.Unshipped.md"))
            + File.ReadAllText(Path.Combine(DiagnosticPage.Folder, "..", "..", "AnalyzerReleases.Shipped.md"));
        Assert.All(Descriptors, d => Assert.Contains($"{d.Id} | {d.Category} | {d.DefaultSeverity} | {d.Title}\n", notes, StringComparison.Ordinal));
    }

    private static bool IsStub(GeneratedSourceResult source) =>
        source.SourceText.ToString().Contains("has a fault, which a diagnostic of its declaration names", StringComparison.Ordinal);

    private static bool IsOfModel(GeneratedSourceResult source) => !source.HintName.EndsWith("(cell).g.cs", StringComparison.Ordinal);

    private static string Text(IEnumerable<(int Line, int Start, int End, string Text)> diagnostics) =>
        string.Join("\n", diagnostics.Select(static d => FormattableString.Invariant($"{d.Line}, {Math.Max(d.Start, 2)} to {d.End}, {d.Text}")));

    private static DiagnosticPage Page(string id) => DiagnosticPage.All.Single(p => p.Id == id);
}
