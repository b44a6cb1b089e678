using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Kernels;
using RnnCompiler.Compiler.Loops;
using RnnCompiler.Compiler.Modules;
using RnnCompiler.Compiler.Packing;
using RnnCompiler.Compiler.Passes;
using RnnCompiler.Compiler.Scheduling;
using RnnCompiler.Compiler.Targets;
using RnnCompiler.Compiler.Tests.Building;

namespace RnnCompiler.Compiler.Tests.Loops;

/// <summary>A loop program that was printed and read back is the same program: the same text, and the same kernels.</summary>
public sealed class LoopRoundTripTests
{
    [Theory]
    [MemberData(nameof(BuildingZoo.Names), MemberType = typeof(BuildingZoo))]
    public void Reading_a_printed_program_gives_the_same_program(string name) => Check(BuildingZoo.Models[name]);

    [Fact]
    public void Random_cells_are_read_back_too()
    {
        for (int seed = 0; seed < 200; seed++)
            Check(Declare.Model(Declare.Custom(seed, hidden: 3 + (seed % 19), layers: 1 + (seed % 2), bi: seed % 5 == 0), Declare.Dense(2)));
    }

    private static void Check(ModelDeclaration declaration)
    {
        Module module = CompilerPipeline.Compile(declaration);
        PassRunner runner = new(declaration.Name, null, CancellationToken.None);
        WeightPacking packing = WeightPacking.Of(module).WithPanels(module.Training!);
        FunctionPlanner planner = new(module, States(module), runner);
        foreach (Function function in new[] { module.Sequence, module.Step, module.Training }.OfType<Function>())
        {
            LoopProgram program = planner.Plan(function, packing).Loops;
            string text = LoopPrinter.Print(program);
            LoopProgram read = LoopParser.Parse(text);
            Assert.Equal(text, LoopPrinter.Print(read));
            LoopVerifier.Verify(read);
            Assert.Equal(Kernels(program, packing, declaration, runner), Kernels(read, packing, declaration, runner));
        }
    }

    private static string Kernels(LoopProgram program, WeightPacking packing, ModelDeclaration declaration, PassRunner runner) => string.Concat(
        TargetPlanner.Lower([new KernelEntry("Entry", "", program, packing)], declaration, [Target.Lanes16, Target.Lanes4], runner).Select(KernelPrinter.Print));

    private static StatePlacement[] States(Module module) => [.. module.States.Select(static (s, i) => new StatePlacement(s, i * 1024))];
}
