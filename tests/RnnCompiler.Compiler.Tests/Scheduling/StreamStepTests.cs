using RnnCompiler.Compiler.Kernels;
using RnnCompiler.Compiler.Scheduling;
using RnnCompiler.Compiler.Targets;
using RnnCompiler.Compiler.Tests.Building;

namespace RnnCompiler.Compiler.Tests.Scheduling;

/// <summary>A step of a stream whose weights exceed the L1 cache begins with the blocks that the step before used last.</summary>
public class StreamStepTests
{
    [Theory]
    [InlineData(32, false)]
    [InlineData(64, true)]
    public void Steps_with_more_weights_than_the_first_level_alternate_with_the_states(int units, bool alternates)
    {
        ModelPlan plan = CompilerPipeline.Plan(Declare.Model(Declare.Lstm(units), Declare.Dense(1)) with { InputSize = 1 }, new PlanOptions { Training = false });
        foreach (KernelProgram program in plan.Programs.Where(static p => p.Target.Lanes > 1))
        {
            KernelMethod step = program.Methods.Single(static m => m.Name == KernelMethod.Step);
            List<Statement> statements = [.. KernelTraversal.Descendants(step.Body)];
            DefineStateParity[] parities = [.. statements.OfType<DefineStateParity>()];
            Loop[] loops = [.. statements.OfType<Loop>().Where(static l => l.Alternation is not null)];
            Assert.Equal(alternates, parities.Length > 0);
            Assert.Equal(parities.Select(static p => p.Parity), loops.Select(static l => l.Alternation!.Index));
        }
    }

    /// <summary>A load from the state that a step has just stored would wait for the store.</summary>
    [Theory]
    [InlineData(8)]
    [InlineData(16)]
    [InlineData(32)]
    public void A_step_hands_its_state_to_the_head_in_registers(int units)
    {
        ModelPlan plan = CompilerPipeline.Plan(Declare.Model(Declare.Lstm(units), Declare.Dense(1)) with { InputSize = 1 }, new PlanOptions { Training = false });
        KernelProgram program = plan.Programs.Single(static p => p.Target.Lanes == 16);
        List<Statement> step = [.. KernelTraversal.Descendants(program.Methods.Single(static m => m.Name == KernelMethod.Step).Body)];
        Assert.Contains(step, static s => s is StoreVector { Pointer.Space: MemorySpace.StateOut });
        Assert.DoesNotContain(step.SelectMany(static s => s.Values).SelectMany(All), static e => e is VectorLoad { Pointer.Space: MemorySpace.StateOut });
    }

    private static IEnumerable<VectorExpression> All(VectorExpression expression) => [expression, .. expression.Children.SelectMany(All)];
}
