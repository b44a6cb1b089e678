using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Modules;
using RnnCompiler.Compiler.Optimization;
using RnnCompiler.Compiler.Passes;
using RnnCompiler.Compiler.Preparation;
using RnnCompiler.Compiler.Tests.Building;

namespace RnnCompiler.Compiler.Tests.Optimization;

/// <summary>Tests that a pass returns a new function and does not modify its input.</summary>
public sealed class PurityTests
{
    [Theory]
    [MemberData(nameof(BuildingZoo.Names), MemberType = typeof(BuildingZoo))]
    public void No_pass_writes_into_its_input(string name)
    {
        PassRunner runner = new(name, null, CancellationToken.None);
        Module module = CompilerPipeline.Compile(BuildingZoo.Models[name]);
        foreach (Function function in new[] { module.Sequence, module.Step, module.Loss, module.Training }.OfType<Function>())
        {
            Unchanged(function, f => PreparationPasses.Run(runner, f));
            Function current = LossDecomposition.Run(function);
            current = Unchanged(current, f => OptimizationPasses.ToFixedPoint(runner, f));
            current = Unchanged(current, SumOrdering.Run);
            current = Unchanged(current, static f => LoopFission.Run(f));
            Unchanged(current, f => OptimizationPasses.Run(runner, f));
        }
    }

    private static Function Unchanged(Function function, Func<Function, Function> pass)
    {
        string before = IrPrinter.Print(function);
        Function result = pass(function);
        Assert.Equal(before, IrPrinter.Print(function));
        return result;
    }
}
