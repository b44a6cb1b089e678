using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Compiler.Kernels;
using RnnCompiler.Compiler.Scheduling;
using RnnCompiler.Compiler.Tests.Building;

namespace RnnCompiler.Compiler.Tests.Scheduling;

/// <summary>Kernels of inference and training have the activations that the model asks for, and no others.</summary>
public class ActivationAccuracyTests
{
    private static readonly VectorFunction[] s_all =
        [VectorFunction.Sigmoid, VectorFunction.Tanh, VectorFunction.SigmoidHigh, VectorFunction.TanhHigh, VectorFunction.SigmoidFast, VectorFunction.TanhFast];

    [Theory]
    [InlineData(ActivationAccuracy.Standard, VectorFunction.Sigmoid, VectorFunction.Tanh)]
    [InlineData(ActivationAccuracy.High, VectorFunction.SigmoidHigh, VectorFunction.TanhHigh)]
    [InlineData(ActivationAccuracy.Fast, VectorFunction.SigmoidFast, VectorFunction.TanhFast)]
    public void Kernels_have_the_activations_of_the_accuracy(ActivationAccuracy accuracy, VectorFunction sigmoid, VectorFunction tanh)
    {
        ModelDeclaration declaration = Declare.Model(Declare.Lstm(4), Declare.Dense(2, Activation.Tanh)) with { Activations = accuracy };
        ModelPlan plan = CompilerPipeline.Plan(declaration);
        Assert.All(plan.Programs, program =>
        {
            string text = KernelPrinter.Print(program);
            Assert.Equal([sigmoid, tanh], s_all.Where(f => text.Contains($" {f}(", StringComparison.Ordinal)));
        });
    }
}
