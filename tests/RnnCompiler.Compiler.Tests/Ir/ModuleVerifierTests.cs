using RnnCompiler.Compiler.Building;
using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Tests.Building;

namespace RnnCompiler.Compiler.Tests.Ir;

public sealed class ModuleVerifierTests
{
    private static readonly Module s_module = ModuleBuilder.Build(BuildingZoo.Models["dropout everywhere"] with { Layers = new([Declare.Gru(4), Declare.Dropout(0.5), Declare.Dense(2)]) });

    [Fact]
    public void A_built_module_passes() => IrVerifier.Verify(s_module);

    [Fact]
    public void A_role_that_a_function_may_not_take() =>
        Fails(s_module with { Sequence = Swap(s_module.Sequence, ParameterRole.Input, ParameterRole.Target) }, "one of the roles Input, Weight");

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
    public void A_gradient_that_is_missing() => Fails(s_module with { Training = s_module.Loss }, "a result of that name");

    [Fact]
    public void Slices_that_do_not_add_up() =>
        Fails(s_module with { Parameters = [s_module.Parameters[0] with { Shape = [1, 3] }, .. s_module.Parameters.Skip(1)] }, "slices that add up to its rows");

    [Fact]
    public void A_slice_in_two_parameters() =>
        Fails(s_module with { Parameters = [.. s_module.Parameters, s_module.Parameters[0] with { Name = "again" }] }, "each weight to lie in one parameter");

    private static Function Swap(Function function, ParameterRole from, ParameterRole to) =>
        function with { Parameters = [.. function.Parameters.Select(p => p.Role == from ? p with { Role = to } : p)] };

    private static void Fails(Module module, string expected) =>
        Assert.Equal(expected, Assert.Throws<IrVerificationException>(() => IrVerifier.Verify(module)).Expected);
}
