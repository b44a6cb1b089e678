using RnnCompiler.Compiler;
using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Compiler.Loops;
using RnnCompiler.Compiler.Passes;
using RnnCompiler.Compiler.Scheduling;
using RnnCompiler.Compiler.Targets;
using RnnCompiler.EmitRunner;
using RnnCompiler.ModelZoo;

namespace RnnCompiler.Emit.Tests;

/// <summary>The loop programs of all models of the zoo, which custom cells, tokens and large layers are among, are read back as they were printed.</summary>
public class LoopProgramTests
{
    /// <summary>All models of the zoo.</summary>
    public static TheoryData<string> Models { get; } = [.. GeneratedKernels.Models(typeof(Zoo).Assembly).Select(static t => t.FullName!)];

    [Theory]
    [MemberData(nameof(Models))]
    public void Reading_a_printed_program_gives_the_same_program(string name)
    {
        Type model = GeneratedKernels.Models(typeof(Zoo).Assembly).Single(t => t.FullName == name);
        List<PassDump> stages = [];
        CompilerPipeline.Plan(DeclarationText.Parse(GeneratedKernels.Declaration(model)), new PlanOptions { Targets = [Target.Lanes4] }, observer: stages.Add);
        string[] programs = [.. stages.Where(static s => s.Name.EndsWith(": place buffers", StringComparison.Ordinal)).Select(static s => s.Text())];
        Assert.InRange(programs.Length, 2, 3);
        foreach (string printed in programs)
        {
            LoopProgram read = LoopParser.Parse(printed);
            LoopVerifier.Verify(read);
            Assert.Equal(printed, LoopPrinter.Print(read));
        }
    }
}
