using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Kernels;

namespace RnnCompiler.Compiler.Tests.Ir;

/// <summary>Tests that every rule table has a row for each operation, and names the table that lacks one.</summary>
public sealed class OperationTraitsTests
{
    public static TheoryData<OperationKind> Kinds => [.. Enum.GetValues<OperationKind>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_operation_has_traits(OperationKind kind)
    {
        OperationTraits traits = OperationTraits.Of(kind);
        Assert.False(string.IsNullOrEmpty(traits.Word));
        Assert.Equal(traits.Form == OperationForm.Elementwise, traits.IsElementwise);
        Assert.True(!traits.IsElementwise || traits.Operands is 1 or 2 or 3);
    }

    [Fact]
    public void Words_are_unique() => Assert.Distinct(Enum.GetValues<OperationKind>().Select(static k => OperationTraits.Of(k).Word));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_elementwise_operation_has_a_lowering(OperationKind kind)
    {
        OperationTraits traits = OperationTraits.Of(kind);
        if (traits.IsElementwise && !traits.IsDecomposed)
            Assert.Equal(traits.Operands, VectorFunctionTraits.Of(VectorFunctionTraits.FunctionOf(kind, ActivationAccuracy.Standard)).Arity);
        else
            Assert.Throws<InvalidOperationException>(() => VectorFunctionTraits.FunctionOf(kind, ActivationAccuracy.Standard));
    }
}
