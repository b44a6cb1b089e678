using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using RnnCompiler.Generators.Tests.Harness;

namespace RnnCompiler.Generators.Tests;

/// <summary>The C# listings of the documents for users compile, with the code that is generated for them.</summary>
public sealed partial class UserGuideTests
{
    private const string Usings = "global using System; global using RnnCompiler; global using RnnCompiler.Networks; global using static RnnCompiler.Networks.Layers;";

    [Theory]
    [InlineData("src/RnnCompiler.Runtime/README.md", 19)]
    [InlineData("src/RnnCompiler.Runtime/Networks/README.md", 11)]
    [InlineData("README.md", 1)]
    public void The_listings_of_a_document_are_one_program(string document, int count)
    {
        string text = File.ReadAllText(Path.Combine(GoldenFile.Folder, "..", "..", "..", document)).ReplaceLineEndings("\n");
        string[] listings = [.. Listing().Matches(text).Take(count).Select(static match => match.Groups[1].Value)];
        Assert.Equal(count, listings.Length);

        // The declaration of a model or a class is a listing of its own; the statements are those of one program.
        string[] declarations =
        [
            .. listings.Where(static listing =>
                listing.Contains("\n[RnnModel(", StringComparison.Ordinal) || listing.StartsWith("sealed class ", StringComparison.Ordinal)),
        ];
        string program = string.Join("\n", listings.Except(declarations).Select(static listing => listing.Replace("using RnnCompiler;\n", "", StringComparison.Ordinal)));
        IReadOnlyList<string> diagnostics = GeneratorRun.Diagnostics(
            GeneratorRun.Compile(
                GeneratorRun.Options.WithOutputKind(OutputKind.ConsoleApplication), GeneratorRun.ParseOptions, [Usings, program, .. declarations]),
            out _);
        Assert.DoesNotContain(diagnostics, static diagnostic => diagnostic.Contains("error", StringComparison.Ordinal));
    }

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Listing();
}
