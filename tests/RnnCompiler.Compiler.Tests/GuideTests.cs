using System.Text.RegularExpressions;
using RnnCompiler.Compiler.Cells;
using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Kernels;
using RnnCompiler.Compiler.Modules;
using RnnCompiler.Compiler.Passes;
using RnnCompiler.Compiler.Scheduling;
using RnnCompiler.Compiler.Targets;

namespace RnnCompiler.Compiler.Tests;

/// <summary>The listings of the guide to custom cells are what the compiler prints.</summary>
public sealed partial class GuideTests
{
    [Fact]
    public void The_listings_of_the_guide_are_what_the_compiler_prints()
    {
        string guide = File.ReadAllText(Path.Combine(RepositoryFolder.Root, "src", "RnnCompiler.Runtime", "Cells", "README.md")).ReplaceLineEndings("\n");
        string section = guide[guide.IndexOf("## Stages of compilation", StringComparison.Ordinal)..];
        string[] listings = [.. Listing().Matches(section).Select(static m => m.Groups[1].Value)];
        Assert.Equal(7, listings.Length);

        CellProgram cell = CellText.Parse(listings[0]);
        Assert.Equal(listings[0], CellText.Write(cell));
        RecurrentDeclaration layer = new(new CustomDeclaration(cell, default), 3, 1, false, Merge.Concat, null);
        Module module = CompilerPipeline.Compile(
            new ModelDeclaration("Predictor", 2, 100, Loss.MeanSquaredError, 1f, new([layer, new TimeReductionDeclaration(TimeReduction.LastStep, null)])));
        Assert.Contains(listings[1], IrPrinter.Print(module.Loss), StringComparison.Ordinal);
        Assert.Contains(listings[2], IrPrinter.Print(module.Training!), StringComparison.Ordinal);
        Assert.Contains(listings[3], IrPrinter.Print(CompilerPipeline.PrepareForScheduling(module.Training!)), StringComparison.Ordinal);
        List<PassDump> stages = [];
        KernelProgram widest = Scheduler.Plan(module, new PlanOptions { Targets = [Target.Lanes16] }, observer: stages.Add).Programs[0];
        Assert.Contains(listings[4], stages.Single(static s => s.Name == "sequence: place buffers").Text(), StringComparison.Ordinal);
        Assert.Contains(listings[5], stages.Single(static s => s.Name == "Sequence for Lanes16: select tiles").Text(), StringComparison.Ordinal);
        Assert.Contains(listings[6], KernelPrinter.Print(widest), StringComparison.Ordinal);
    }

    [GeneratedRegex("```\n([^`]*?)```", RegexOptions.Singleline)]
    private static partial Regex Listing();
}
