using RnnCompiler.Compiler.Kernels;
using RnnCompiler.Compiler.Scheduling;
using RnnCompiler.Compiler.Tests.Building;

namespace RnnCompiler.Compiler.Tests.Scheduling;

/// <summary>Heads of few outputs are dot products with lanes over the inputs.</summary>
public class NarrowHeadTests
{
    /// <summary>The error of one output and its gradient are numbers, which no sum over lanes has to join.</summary>
    [Theory]
    [InlineData(8)]
    [InlineData(16)]
    [InlineData(32)]
    public void Training_sums_over_lanes_once_for_one_output(int units)
    {
        ModelPlan plan = CompilerPipeline.Plan(Declare.Model(Declare.Lstm(units), Declare.Dense(1)) with { InputSize = 1 });
        foreach (KernelProgram program in plan.Programs.Where(static p => p.Target.Lanes > 1))
        {
            IEnumerable<KernelMethod> training = program.Methods.Where(static m => m.Name.Contains(KernelMethod.Training, StringComparison.Ordinal));
            Assert.Single(KernelTraversal.Descendants(training.SelectMany(static m => m.Body)).OfType<StoreReduction>());
        }
    }
}
