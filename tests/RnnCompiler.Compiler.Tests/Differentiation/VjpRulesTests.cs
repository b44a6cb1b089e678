using RnnCompiler.Compiler.Differentiation;
using RnnCompiler.Compiler.Ir;

namespace RnnCompiler.Compiler.Tests.Differentiation;

/// <summary>Tests that every operation has a derivative rule, and that rules read results rather than operands.</summary>
public sealed class VjpRulesTests
{
    public static TheoryData<OperationKind> Kinds => [.. Enum.GetValues<OperationKind>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_operation_says_which_operands_have_a_gradient(OperationKind kind) => VjpRules.PassesGradient(kind, 0);

    [Theory]
    [InlineData(OperationKind.Sigmoid)]
    [InlineData(OperationKind.Tanh)]
    [InlineData(OperationKind.Exp)]
    [InlineData(OperationKind.Sqrt)]
    [InlineData(OperationKind.Relu)]
    [InlineData(OperationKind.Softmax)]
    public void Derivatives_read_the_result_where_it_serves(OperationKind kind)
    {
        FunctionBuilder builder = new("loss");
        Value x = builder.Parameter("x", TensorType.Vector(3), ParameterRole.Weight);
        Value weighed = builder.Apply(OperationKind.Multiply, builder.Apply(kind, x), builder.Parameter("k", x.Type, ParameterRole.Constant));
        builder.Result("loss", builder.Apply(OperationKind.Sum, weighed));
        Function training = ReverseMode.Differentiate(builder.Build());
        Value copy = training.Parameters[0].Value;
        Assert.Single(training.Equations, e => e.Operands.Contains(copy));
        Assert.Single(training.Equations, e => e.Kind == kind);
    }

    [Fact]
    public void Adjoints_are_named_after_what_they_are_adjoint_to()
    {
        FunctionBuilder builder = new("loss");
        Value w = builder.Parameter("W", TensorType.Matrix(2, 3), ParameterRole.Weight);
        Value x = builder.Parameter("input", TensorType.Vector(3), ParameterRole.Input);
        Value y = builder.Name(builder.Apply(OperationKind.MatVec, w, x), "y");
        builder.Result("loss", builder.Apply(OperationKind.Sum, y));
        string text = IrPrinter.Print(ReverseMode.Differentiate(builder.Build()));
        Assert.Contains("y_bar: f[2] = broadcast[2]", text, StringComparison.Ordinal);
        Assert.Contains("return W_bar", text, StringComparison.Ordinal);
        Assert.Contains("return input_bar", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_loss_that_nothing_reaches_has_no_backward_pass()
    {
        FunctionBuilder builder = new("loss");
        builder.Parameter("w", TensorType.Scalar, ParameterRole.Weight);
        builder.Result("loss", builder.Apply(OperationKind.Tanh, builder.Parameter("target", TensorType.Scalar, ParameterRole.Target)));
        Function training = ReverseMode.Differentiate(builder.Build());
        Assert.Equal([OperationKind.Tanh, OperationKind.Constant], training.Equations.Select(static e => e.Kind));
    }
}
