using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Preparation;

namespace RnnCompiler.Compiler.Tests.Optimization;

public sealed class LossDecompositionTests
{
    private const double Infinity = double.PositiveInfinity;

    [Theory]
    [InlineData(new double[] { 1000, 0, -1000 }, 0, 0)]
    [InlineData(new double[] { 1000, 0, -1000 }, 2, 2000)]
    [InlineData(new double[] { 0, -Infinity, 0 }, 0, 0.6931471805599453)]
    [InlineData(new double[] { 0, -Infinity, 0 }, 1, Infinity)]
    [InlineData(new double[] { 0, double.NaN, 0 }, 0, double.NaN)]
    public void Cross_entropy_is_stable(double[] logits, int classId, double expected) =>
        Assert.Equal(expected, Run(OperationKind.SoftmaxCrossEntropy, TensorType.Integer, TensorType.Scalar, logits, [classId])[0], 1e-12);

    [Theory]
    [InlineData(1000, 0, 1000)]
    [InlineData(1000, 1, 0)]
    [InlineData(-1000, 1, 1000)]
    [InlineData(0, 0.5, 0.6931471805599453)]
    public void Binary_cross_entropy_is_stable(double logit, double target, double expected) =>
        Assert.Equal(expected, Run(OperationKind.SigmoidCrossEntropy, TensorType.Vector(3), TensorType.Vector(3), [logit, logit, logit], [target, target, target])[1], 1e-12);

    [Theory]
    [InlineData(-800, 0)]
    [InlineData(-40, 4.248354255291589e-18)]
    [InlineData(-34, 1.7139084315420116e-15)]
    [InlineData(-20, 2.061153620314381e-9)]
    [InlineData(0, 0.6931471805599453)]
    [InlineData(3, 3.048587351573742)]
    [InlineData(40, 40)]
    [InlineData(800, 800)]
    public void Softplus_keeps_its_relative_accuracy(double z, double expected)
    {
        FunctionBuilder builder = new("f");
        builder.Result("r", builder.Apply(OperationKind.Softplus, builder.Parameter("z", TensorType.Vector(1), ParameterRole.Input)));
        Function function = LossDecomposition.Run(builder.Build());
        Assert.DoesNotContain(function.Equations, static e => e.Kind == OperationKind.Softplus);
        Assert.Equal(expected, Evaluator.Run(function, [[z]])[0][0], 1e-13 * expected);
    }

    [Fact]
    public void Softmax_is_stable()
    {
        FunctionBuilder builder = new("f");
        builder.Result("r", builder.Apply(OperationKind.Softmax, builder.Parameter("z", TensorType.Vector(2), ParameterRole.Input)));
        Assert.Equal([1, 0], Evaluator.Run(LossDecomposition.Run(builder.Build()), [[1e30, -1e30]])[0]);
    }

    private static double[] Run(OperationKind kind, TensorType target, TensorType result, double[] logits, double[] targets)
    {
        FunctionBuilder builder = new("f");
        Value z = builder.Parameter("z", TensorType.Vector(3), ParameterRole.Input);
        builder.Result("r", builder.Apply(kind, z, builder.Parameter("t", target, ParameterRole.Target)));
        Function function = LossDecomposition.Run(builder.Build());
        Assert.Equal(result, function.Result("r").Type);
        Assert.DoesNotContain(function.Equations, e => e.Kind == kind);
        IrVerifier.Verify(function);
        return Evaluator.Run(function, [logits, targets])[0];
    }
}
