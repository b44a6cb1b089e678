using System.Text.RegularExpressions;
using RnnCompiler.Compiler.Cells;
using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Scheduling;
using RnnCompiler.Compiler.Scheduling.Kernels;

namespace RnnCompiler.Compiler.Tests;

/// <summary>The listings of the guide to cells are what the compiler prints.</summary>
public sealed partial class GuideTests
{
    [Fact]
    public void The_listings_of_the_guide_are_what_the_compiler_prints()
    {
        string guide = File.ReadAllText(Path.Combine(Root(), "src", "README.md")).ReplaceLineEndings("\n");
        string section = guide[guide.IndexOf("### What the compiler makes of it", StringComparison.Ordinal)..guide.IndexOf("## Samples", StringComparison.Ordinal)];
        string[] listings = [.. Listing().Matches(section).Select(static m => m.Groups[1].Value)];
        Assert.Equal(5, listings.Length);

        CellProgram cell = CellText.Parse(listings[0]);
        Assert.Equal(listings[0], CellText.Write(cell));
        RecurrentDeclaration layer = new(new CustomDeclaration(cell, default), 3, 1, false, Merge.Concat, null);
        Module module = CompilerPipeline.Compile(
            new ModelDeclaration("Predictor", 2, 100, Loss.MeanSquaredError, 1f, new([layer, new TimeReductionDeclaration(TimeReduction.LastStep, null)])));
        Assert.Contains(listings[1], IrPrinter.Print(module.Loss), StringComparison.Ordinal);
        Assert.Contains(listings[2], IrPrinter.Print(module.Training!), StringComparison.Ordinal);
        Assert.Contains(listings[3], IrPrinter.Print(CompilerPipeline.PrepareForScheduling(module.Training!)), StringComparison.Ordinal);
        KernelProgram widest = Scheduler.Plan(module).Programs.Single(static p => p.Target.Lanes == 16);
        Assert.Contains(listings[4], KernelPrinter.Print(widest), StringComparison.Ordinal);
    }

    private static string Root()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "RnnCompiler.sln")))
            folder = Path.GetDirectoryName(folder);
        return folder ?? throw new DirectoryNotFoundException("The tests should run inside the repository.");
    }

    [GeneratedRegex("```\n([^`]*?)```", RegexOptions.Singleline)]
    private static partial Regex Listing();
}
