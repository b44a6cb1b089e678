using RnnCompiler.Compiler.Building;
using RnnCompiler.Compiler.Ir;
using static RnnCompiler.Compiler.Tests.Building.Declare;

namespace RnnCompiler.Compiler.Tests.Ir;

/// <summary>Tests that every operation has a cost, and that the costs of whole cells are those that textbooks give.</summary>
public sealed class CostRulesTests
{
    public static TheoryData<OperationKind> Kinds => [.. Enum.GetValues<OperationKind>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_operation_has_a_row(OperationKind kind)
    {
        Value four = new(0, TensorType.Vector(4));
        Operation operation = kind == OperationKind.Scan
            ? new ScanOperation(new Function("body", [], [], []), ScanDirection.Forward, 2, 0, 0, 0)
            : Operation.Of(kind);
        OperationCost cost = CostRules.Of(new Equation([four], operation, [four, four]));
        Assert.True(cost is { MultiplyAdds: >= 0, Elementary: >= 0, Transcendental: >= 0 });
    }

    [Fact]
    public void A_product_costs_its_matrix() =>
        Assert.Equal(new OperationCost(12, 0, 0), CostRules.Of(new Equation(
            [new Value(2, TensorType.Vector(3))],
            Operation.Of(OperationKind.MatVec),
            [new Value(0, TensorType.Matrix(3, 4)), new Value(1, TensorType.Vector(4))])));

    [Fact]
    public void Work_is_in_multiply_adds() => Assert.Equal(12 + 5 + 20, new OperationCost(12, 5, 2).Work);

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public void A_sequence_costs_its_steps(int steps)
    {
        OperationCost lstm = CostRules.Of(ModuleBuilder.Build(Model(Lstm(4)) with { SequenceLength = steps }).Sequence);
        Assert.Equal(steps * 4 * 4 * (3 + 4), lstm.MultiplyAdds);
        Assert.Equal(steps * 5 * 4, lstm.Transcendental);

        OperationCost gru = CostRules.Of(ModuleBuilder.Build(Model(Gru(4, bi: true)) with { SequenceLength = steps }).Sequence);
        Assert.Equal(2 * steps * 3 * 4 * (3 + 4), gru.MultiplyAdds);
        Assert.Equal(2 * steps * 3 * 4, gru.Transcendental);
    }
}
