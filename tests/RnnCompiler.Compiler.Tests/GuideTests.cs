using System.Text.RegularExpressions;
using RnnCompiler.Compiler.Cells;
using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Passes;

namespace RnnCompiler.Compiler.Tests;

/// <summary>The listings of the guide to custom cells are what the compiler prints.</summary>
public sealed partial class GuideTests
{
    [Fact]
    public void The_listings_of_the_guide_are_what_the_compiler_prints()
    {
        string guide = Guide();
        string section = guide[guide.IndexOf("## Stages of compilation", StringComparison.Ordinal)..];
        string[] listings = [.. Listing().Matches(section).Select(static m => m.Groups[1].Value)];
        Assert.Equal(8, listings.Length);

        CellProgram cell = CellText.Parse(listings[0]);
        Assert.Equal(listings[0], CellText.Write(cell));
        RecurrentDeclaration layer = new(new CustomDeclaration(cell, default), 3, 1, false, Merge.Concat, null);
        ModelDeclaration declaration = new("Predictor", 2, 100, Loss.MeanSquaredError, 1f, new([layer, new TimeReductionDeclaration(TimeReduction.LastStep, null)]));

        // The one call that the section names: its observer receives every stage.
        List<PassDump> stages = [];
        _ = CompilerPipeline.Plan(declaration, observer: stages.Add);
        Assert.Contains("CompilerPipeline.Plan(declaration, observer: stage => Console.WriteLine(", section, StringComparison.Ordinal);
        Assert.DoesNotContain("Scheduler.Plan", section, StringComparison.Ordinal);
        string[] texts = [.. stages.Select(static s => s.Text())];
        Assert.All(listings.Skip(1), listing => Assert.Contains(texts, t => t.Contains(listing, StringComparison.Ordinal)));
        Assert.Contains(listings[4], stages.Single(static s => s.Name == "pack weights for training").Text(), StringComparison.Ordinal);
        Assert.Contains(listings[5], stages.Single(static s => s.Name == "sequence: place buffers").Text(), StringComparison.Ordinal);
        Assert.Contains(listings[6], stages.Single(static s => s.Name == "Sequence for Lanes16: select tiles").Text(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_guide_names_each_function_of_cells()
    {
        string guide = Guide();
        string language = guide[guide.IndexOf("- **Expressions**", StringComparison.Ordinal)..guide.IndexOf("- **Other assemblies.**", StringComparison.Ordinal)];
        IEnumerable<string> functions = Enum.GetValues<OperationKind>().Select(static k => OperationTraits.Of(k).CellMethod).OfType<string>();
        Assert.All(functions, f => Assert.Matches($@"\b{f}\b", language));
    }

    private static string Guide() =>
        File.ReadAllText(Path.Combine(RepositoryFolder.Root, "src", "RnnCompiler.Runtime", "Cells", "README.md")).ReplaceLineEndings("\n");

    [GeneratedRegex("```\n([^`]*?)```", RegexOptions.Singleline)]
    private static partial Regex Listing();
}
