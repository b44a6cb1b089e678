using RnnCompiler.Compiler.Differentiation;
using RnnCompiler.Compiler.Ir;
using RnnCompiler.Interpreter.Tests.Ir;
using RnnCompiler.Compiler.Tests.Ir;

namespace RnnCompiler.Interpreter.Tests.Differentiation;

/// <summary>Tests of the derivatives of single operations and of random functions against finite differences.</summary>
public sealed class OperationGradientTests
{
    [Theory]
    [MemberData(nameof(SampleFunctions.Kinds), MemberType = typeof(SampleFunctions))]
    public void Every_operation_has_its_derivative(OperationKind kind)
    {
        for (int seed = 0; seed < 20; seed++)
            GradientCheck.Run(Losses.Of(SampleFunctions.Of(kind, seed)), Draws.Plain, $"{kind}, seed {seed}");
    }

    [Theory]
    [MemberData(nameof(SampleFunctions.Kinds), MemberType = typeof(SampleFunctions))]
    public void Every_derivative_has_its_derivative(OperationKind kind)
    {
        for (int seed = 0; seed < 10; seed++)
            GradientCheck.Run(Losses.OfDerivative(Losses.Of(SampleFunctions.Of(kind, seed))), Draws.Plain, $"{kind}, seed {seed}");
    }

    [Theory]
    [InlineData(0, 60)]
    public void Random_functions_have_their_derivatives(int first, int count)
    {
        for (int seed = first; seed < first + count; seed++)
            GradientCheck.Run(Losses.Of(RandomFunctions.Create(seed)), Draws.Plain, $"seed {seed}");
    }

    [Theory]
    [InlineData(60, 1000)]
    [Trait("Category", "Long")]
    public void More_random_functions_have_their_derivatives(int first, int count) => Random_functions_have_their_derivatives(first, count);

    [Theory]
    [InlineData(0, 20)]
    public void Derivatives_of_random_functions_have_theirs(int first, int count)
    {
        for (int seed = first; seed < first + count; seed++)
            GradientCheck.Run(Losses.OfDerivative(Losses.Of(RandomFunctions.Create(seed))), Draws.Plain, $"seed {seed}");
    }

    [Theory]
    [InlineData(20, 200)]
    [Trait("Category", "Long")]
    public void Derivatives_of_more_random_functions_have_theirs(int first, int count) => Derivatives_of_random_functions_have_theirs(first, count);

    [Theory]
    [InlineData(OperationKind.Relu, 0, 0, 0, 0)]
    [InlineData(OperationKind.Abs, 0, 0, 0, 0)]
    [InlineData(OperationKind.Max, 2, 2, 1, 0)]
    [InlineData(OperationKind.Min, 2, 2, 1, 0)]
    [InlineData(OperationKind.Max, 1, 2, 0, 1)]
    [InlineData(OperationKind.Min, 1, 2, 1, 0)]
    [InlineData(OperationKind.GreaterOrEqual, 2, 2, 0, 0)]
    public void Kinks_have_their_stated_subgradient(OperationKind kind, double a, double b, double expectedA, double expectedB)
    {
        FunctionBuilder builder = new("f");
        Value x = builder.Parameter("a", TensorType.Scalar, ParameterRole.Weight);
        Value y = builder.Parameter("b", TensorType.Scalar, ParameterRole.Weight);
        builder.Result("loss", kind is OperationKind.Relu or OperationKind.Abs ? builder.Apply(kind, x) : builder.Apply(kind, x, y));
        IrInterpreter<double> gradient = Gradient(builder.Build());
        gradient.Argument("a")[0] = a;
        gradient.Argument("b")[0] = b;
        gradient.Run();
        Assert.Equal((expectedA, expectedB), (gradient.Result("a_bar")[0], gradient.Result("b_bar")[0]));
    }

    [Fact]
    public void Equal_greatest_elements_share_the_gradient()
    {
        FunctionBuilder builder = new("f");
        builder.Result("loss", builder.Apply(OperationKind.ReduceMax, builder.Parameter("a", TensorType.Vector(3), ParameterRole.Weight)));
        IrInterpreter<double> gradient = Gradient(builder.Build());
        new double[] { 2, 1, 2 }.CopyTo(gradient.Argument("a"));
        gradient.Run();
        Assert.Equal([0.5, 0, 0.5], gradient.Result("a_bar").ToArray());
    }

    private static IrInterpreter<double> Gradient(Function loss) => new(ReverseMode.Differentiate(loss));
}
