using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Simplification;
using RnnCompiler.Generators.Diagnostics;

namespace RnnCompiler.CodeFixes.Tests;

/// <summary>Applies a code fix as an editor does: in a workspace, then simplified and formatted.</summary>
internal static class CodeFixRun
{
    private static readonly ImmutableArray<MetadataReference> s_references =
    [
        .. Basic.Reference.Assemblies.Net100.References.All,
        MetadataReference.CreateFromFile(typeof(RnnModelAttribute).Assembly.Location),
        MetadataReference.CreateFromFile(typeof(Optimizer).Assembly.Location),
    ];

    /// <summary>Applies the fix of a title to the first diagnostic of an id until there is none.</summary>
    /// <returns>The sources after it.</returns>
    public static async Task<IReadOnlyList<string>> ApplyAsync(CodeFixProvider provider, string id, string title, params string[] sources)
    {
        using AdhocWorkspace workspace = new();
        Solution solution = Solution(workspace, sources);
        for (int turn = 0; await FirstAsync(solution, id) is { } diagnostic; turn++)
        {
            Assert.True(turn < sources.Length + 4, $"{id} stays after {turn} fixes.");
            CodeAction action = (await ActionsAsync(provider, solution, diagnostic)).Single(a => a.Title == title);
            ImmutableArray<CodeActionOperation> operations = await action.GetOperationsAsync(CancellationToken.None);
            solution = await CleanAsync(operations.OfType<ApplyChangesOperation>().Single().ChangedSolution);
        }

        List<string> texts = [];
        foreach (Document document in solution.Projects.Single().Documents)
            texts.Add((await document.GetTextAsync()).ToString());
        return texts;
    }

    /// <summary>The titles of all fixes for the first diagnostic of an id.</summary>
    public static async Task<IReadOnlyList<string>> TitlesAsync(CodeFixProvider provider, string id, params string[] sources)
    {
        using AdhocWorkspace workspace = new();
        Solution solution = Solution(workspace, sources);
        Diagnostic diagnostic = await FirstAsync(solution, id) ?? throw new InvalidOperationException($"Expected {id}; found nothing of that id.");
        return [.. (await ActionsAsync(provider, solution, diagnostic)).Select(static a => a.Title)];
    }

    private static Solution Solution(AdhocWorkspace workspace, string[] sources)
    {
        Project project = workspace
            .AddProject("Consumer", LanguageNames.CSharp)
            .WithCompilationOptions(new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary))
            .WithMetadataReferences(s_references);
        for (int i = 0; i < sources.Length; i++)
            project = project.AddDocument($"Source{i}.cs", sources[i]).Project;
        return project.Solution;
    }

    private static async Task<Diagnostic?> FirstAsync(Solution solution, string id)
    {
        Compilation compilation = (await solution.Projects.Single().GetCompilationAsync())!;
        ImmutableArray<Diagnostic> found = await compilation.WithAnalyzers([new RnnAnalyzer()]).GetAnalyzerDiagnosticsAsync();
        return found.OrderBy(static d => d.Location.SourceTree!.FilePath, StringComparer.Ordinal).ThenBy(static d => d.Location.SourceSpan.Start).FirstOrDefault(d => d.Id == id);
    }

    private static async Task<IReadOnlyList<CodeAction>> ActionsAsync(CodeFixProvider provider, Solution solution, Diagnostic diagnostic)
    {
        List<CodeAction> actions = [];
        Document document = solution.GetDocument(diagnostic.Location.SourceTree)!;
        await provider.RegisterCodeFixesAsync(new CodeFixContext(document, diagnostic, (action, _) => actions.Add(action), CancellationToken.None));
        return actions;
    }

    private static async Task<Solution> CleanAsync(Solution solution)
    {
        foreach (DocumentId id in solution.Projects.Single().DocumentIds)
        {
            Document document = await Simplifier.ReduceAsync(solution.GetDocument(id)!, Simplifier.Annotation);
            solution = (await Formatter.FormatAsync(document, Formatter.Annotation)).Project.Solution;
        }

        return solution;
    }
}
