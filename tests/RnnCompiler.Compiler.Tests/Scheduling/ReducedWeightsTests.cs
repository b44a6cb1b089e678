using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Modules;
using RnnCompiler.Compiler.Packing;
using static RnnCompiler.Compiler.Tests.Building.Declare;

namespace RnnCompiler.Compiler.Tests.Scheduling;

/// <summary>Which weights inference reads in a reduced format: matrices that are multiplied, and used in no other way.</summary>
public sealed class ReducedWeightsTests
{
    private static readonly ModelDeclaration s_model = Model(Embedding(7, 3), Gru(4), LastStep(), Dense(2)) with { InputSize = 0, Weights = WeightFormat.Int8 };

    [Fact]
    public void Matrices_of_products_are_reduced_and_biases_and_tables_are_not()
    {
        Module module = CompilerPipeline.Compile(s_model);
        string[] matrices = [.. module.Sequence.Parameters.Where(static p => p.Role == ParameterRole.Weight && p.Value.Type.IsMatrix && p.Value.Type.Rows != 7)
            .Select(static p => p.Value.Name!)];
        Assert.Equal(7, matrices.Length);
        Assert.Equal(matrices.Order(), ReducedWeights.Of(module).Order());
        Assert.Empty(ReducedWeights.Of(CompilerPipeline.Compile(s_model with { Weights = WeightFormat.Float32 })));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_matrix_that_one_function_uses_in_another_way_too_stays_float(bool inStep)
    {
        Module module = CompilerPipeline.Compile(s_model);
        Function function = inStep ? module.Step! : module.Sequence;
        Value matrix = function.Parameters.Last(static p => p.Role == ParameterRole.Weight && p.Value.Type.IsMatrix).Value;
        Assert.Contains(matrix.Name!, ReducedWeights.Of(module));
        Function other = function with { Equations = [.. function.Equations, new Equation([new Value(99_999, matrix.Type)], Operation.Of(OperationKind.Negate), [matrix])] };
        Module changed = inStep ? module with { Step = other } : module with { Sequence = other };
        Assert.Equal(ReducedWeights.Of(module).Where(key => key != matrix.Name).Order(), ReducedWeights.Of(changed).Order());
    }
}
