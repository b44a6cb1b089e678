using RnnCompiler.Compiler.Building;
using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Modules;
using RnnCompiler.Compiler.Tests.Building;

namespace RnnCompiler.Compiler.Tests.Ir;

public sealed class ModuleVerifierTests
{
    private static readonly Module s_module = ModuleBuilder.Build(
        BuildingZoo.Models["dropout everywhere"] with { Layers = new([Declare.Gru(4), Declare.Dropout(0.5), Declare.Dense(2)]) });

    [Fact]
    public void A_built_module_passes() => ModuleVerifier.Verify(s_module);

    [Fact]
    public void A_role_that_a_function_may_not_take() =>
        Fails(s_module with { Sequence = Swap(s_module.Sequence, ParameterRole.Input, ParameterRole.Target) },
            "one of the roles Input, PaddingMask, State, Start, StepCount, Weight");

    [Fact]
    public void A_weight_that_no_parameter_owns() => Fails(s_module with { Parameters = [.. s_module.Parameters.Skip(1)] }, "a slice of a parameter of the module");

    [Fact]
    public void A_state_that_the_table_does_not_know() => Fails(s_module with { States = [] }, "a state of the module");

    [Fact]
    public void A_noise_that_the_table_does_not_know() => Fails(s_module with { Noises = [] }, "a noise of the module");

    [Fact]
    public void A_state_of_another_type() =>
        Fails(s_module with { States = [s_module.States[0] with { Type = TensorType.Vector(5) }] }, "the type f[5], as elsewhere in the module");

    [Fact]
    public void A_step_without_its_next_state() =>
        Fails(s_module with { Step = s_module.Step! with { Results = [s_module.Step.Results[0]] } }, "a result of that name");

    [Fact]
    public void A_loss_that_is_not_a_scalar()
    {
        Function loss = s_module.Loss;
        FunctionResult wrong = new("loss", loss.ParametersOf(ParameterRole.Target).First());
        Fails(s_module with { Loss = loss with { Results = [wrong] } }, "the type f[]");
    }

    [Fact]
    public void A_gradient_that_is_missing() => Fails(s_module with { Training = s_module.Loss }, "a result that is the cotangent of input");

    [Fact]
    public void Slices_that_do_not_add_up() =>
        Fails(s_module with { Parameters = [s_module.Parameters[0] with { Shape = [1, 3] }, .. s_module.Parameters.Skip(1)] }, "slices that add up to its rows");

    [Fact]
    public void A_slice_in_two_parameters() =>
        Fails(s_module with { Parameters = [.. s_module.Parameters, s_module.Parameters[0] with { Name = "again" }] }, "each weight to lie in one parameter");

    [Fact]
    public void A_state_that_the_table_has_twice() => Fails(s_module with { States = [.. s_module.States, s_module.States[0]] }, "a name of its own");

    [Fact]
    public void A_noise_that_the_table_has_twice() => Fails(s_module with { Noises = [.. s_module.Noises, s_module.Noises[0]] }, "a name of its own");

    [Fact]
    public void A_parameter_that_the_table_has_twice() =>
        Fails(s_module with { Parameters = [.. s_module.Parameters, s_module.Parameters[0] with { Slices = [] }] }, "a name of its own");

    [Fact]
    public void A_parameter_of_a_function_without_a_name() => Fails(
        s_module with { Sequence = s_module.Sequence with { Parameters = [.. s_module.Sequence.Parameters, new(new Value(9999, TensorType.Scalar), ParameterRole.Constant)] } },
        "a parameter with a name");

    [Fact]
    public void A_weight_that_a_function_takes_twice()
    {
        Parameter weight = s_module.Sequence.Parameters.First(static p => p.Role == ParameterRole.Weight);
        Parameter again = weight with { Value = new Value(9999, weight.Value.Type, weight.Value.Name) };
        Fails(s_module with { Sequence = s_module.Sequence with { Parameters = [.. s_module.Sequence.Parameters, again] } }, "one Weight of each name");
    }

    [Fact]
    public void A_weight_of_two_types()
    {
        Parameter weight = s_module.Loss.Parameters.First(static p => p.Role == ParameterRole.Weight && p.Value.Type.IsMatrix);
        Parameter wider = weight with { Value = new Value(weight.Value.Id, TensorType.Matrix(weight.Value.Type.Rows, weight.Value.Type.Columns + 1), weight.Value.Name) };
        Function loss = s_module.Loss with { Parameters = [.. s_module.Loss.Parameters.Select(p => p == weight ? wider : p)] };
        Fails(s_module with { Loss = loss }, $"the type {weight.Value.Type}, as elsewhere in the module");
    }

    [Fact]
    public void A_sequence_without_its_output() =>
        Fails(s_module with { Sequence = s_module.Sequence with { Results = [new("other", s_module.Sequence.Results[0].Value)] } }, "a result that is an output");

    [Fact]
    public void A_step_that_takes_noise() =>
        Fails(s_module with { Step = Swap(s_module.Step!, ParameterRole.Input, ParameterRole.Noise) }, "one of the roles Input, State, Weight");

    [Fact]
    public void A_gradient_of_another_type()
    {
        Module module = CompilerPipeline.Differentiate(s_module);
        ModuleVerifier.Verify(module);
        FunctionResult[] gradients = [.. module.Training!.Results.Where(static r => r.Value.Type.IsMatrix)];
        FunctionResult wrong = gradients[0] with { Value = gradients.First(g => g.Value.Type != gradients[0].Value.Type).Value };
        Function training = module.Training with { Results = [.. module.Training.Results.Select(r => r == gradients[0] ? wrong : r)] };
        Fails(module with { Training = training }, $"the type {gradients[0].Value.Type}");
    }

    [Fact]
    public void A_slice_that_no_function_takes() =>
        Fails(s_module with { Parameters = [.. s_module.Parameters, new("more", [3], ["more"], Initialization.Uniform, 1)] }, "each of its slices to be a weight of a function");

    [Theory]
    [InlineData(0, 99)]
    [InlineData(0, -1)]
    public void A_parameter_of_another_shape_than_its_slices(int index, int columns)
    {
        ParameterTensor parameter = s_module.Parameters[index];
        int[] shape = columns < 0 ? [parameter.Shape[0]] : [parameter.Shape[0], columns];
        Fails(s_module with { Parameters = [.. s_module.Parameters.Select(p => p == parameter ? p with { Shape = shape } : p)] },
            $"slices of rank {shape.Length}, or rows, that are as wide as it");
    }

    private static Function Swap(Function function, ParameterRole from, ParameterRole to) =>
        function with { Parameters = [.. function.Parameters.Select(p => p.Role == from ? p with { Role = to } : p)] };

    private static void Fails(Module module, string expected) =>
        Assert.Equal(expected, Assert.Throws<IrVerificationException>(() => ModuleVerifier.Verify(module)).Expected);
}
