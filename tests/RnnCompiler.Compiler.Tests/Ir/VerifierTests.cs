using RnnCompiler.Compiler.Ir;

namespace RnnCompiler.Compiler.Tests.Ir;

public sealed class VerifierTests
{
    private static readonly Value s_x = new(0, TensorType.Vector(3), "x");
    private static readonly Value s_y = new(1, TensorType.Vector(3), "y");
    private static readonly Parameter s_input = new(s_x, ParameterRole.Input);
    private static readonly Equation s_negate = new([s_y], Operation.Of(OperationKind.Negate), [s_x]);

    [Fact]
    public void A_good_function_passes() => IrVerifier.Verify(Make([s_input], [s_negate], s_y));

    [Fact]
    public void A_value_is_defined_before_it_is_read() =>
        Fails(Make([s_input], [new([new Value(2, s_y.Type)], s_negate.Operation, [s_y]), s_negate], s_y), "a value that is defined before", "%1.y: f[3]");

    [Fact]
    public void A_value_is_defined_once() => Fails(Make([s_input], [s_negate, s_negate], s_y), "each value to be defined once", "a second definition of %1.y: f[3]");

    [Fact]
    public void An_id_is_used_once() =>
        Fails(Make([s_input, new(new Value(0, TensorType.Scalar), ParameterRole.Input)], [], s_x), "each id to be used once", "another value with the id 0");

    [Fact]
    public void A_result_is_defined() => Fails(Make([s_input], [], s_y), "a value that is defined before", "%1.y: f[3]");

    [Fact]
    public void A_result_has_a_name_of_its_own() =>
        Fails(new Function("f", [s_input], [], [new("r", s_x), new("r", s_x)]), "a name of its own", "a second result of that name");

    [Fact]
    public void Types_are_those_of_the_shape_rules() =>
        Fails(Make([s_input], [new([new Value(1, TensorType.Vector(4))], s_negate.Operation, [s_x])], s_x), "result 0 of type f[3]", "f[4]");

    [Fact]
    public void Operands_fit_the_operation() =>
        Fails(Make([s_input], [new([s_y], Operation.Of(OperationKind.Add), [s_x])], s_y), "operands that fit the operation", "a shape error: Add: expected 2 operands, found 1");

    [Fact]
    public void An_operation_has_its_attributes() =>
        Fails(Make([s_input], [new([s_y], Operation.Of(OperationKind.Slice), [s_x])], s_y), "the attributes of SliceOperation", "Operation");

    [Fact]
    public void An_equation_has_the_results_of_its_operation() => Fails(Make([s_input], [s_negate with { Results = [] }], s_x), "1 results", "0");

    [Fact]
    public void A_step_lies_within_its_stack() => Fails(
        Make([s_input], [new([new Value(1, TensorType.Matrix(2, 3))], new StepOperation(OperationKind.PlaceStep, 2, 2), [s_x])], s_x), "a step from 0 to 1", "2");

    [Fact]
    public void A_function_takes_no_carry() => Fails(Make([new(s_x, ParameterRole.Carry)], [], s_x), "a role of a whole function", "Carry");

    [Fact]
    public void A_body_is_closed()
    {
        Value inner = new(0, s_x.Type);
        Function body = new("body", [new(inner, ParameterRole.Carry)], [], [new("next", s_x)]);
        Fails(Make([s_input], [new([s_y], new ScanOperation(body, ScanDirection.Forward, 2, 1, 0, 0), [s_x])], s_y), "the body of a scan to read only its own values",
            "%0.x: f[3] of f");
    }

    [Fact]
    public void A_body_has_its_roles_in_order()
    {
        Value inner = new(0, s_x.Type);
        Function body = new("body", [new(inner, ParameterRole.Invariant)], [], [new("next", inner)]);
        Fails(Make([s_input], [new([s_y], new ScanOperation(body, ScanDirection.Forward, 2, 1, 0, 0), [s_x])], s_y), "the role Carry at position 0", "Invariant");
    }

    [Fact]
    public void Counts_fit_the_body()
    {
        Function body = new("body", [], [], []);
        Fails(Make([s_input], [new([], new ScanOperation(body, ScanDirection.Forward, 2, 1, 0, 0), [])], s_x), "counts that fit the body and a length of at least 1",
            "1 carries, 0 inputs, 0 outputs, length 2");
    }

    [Fact]
    public void A_matrix_cannot_be_stacked()
    {
        Value inner = new(0, TensorType.Matrix(2, 2));
        Function body = new("body", [new(inner, ParameterRole.Invariant)], [], [new("y", inner)]);
        Value w = new(3, TensorType.Matrix(2, 2));
        Function function = Make([new(w, ParameterRole.Weight)], [new([s_y], new ScanOperation(body, ScanDirection.Forward, 2, 0, 0, 1), [w])], s_y);
        Assert.Contains("cannot be stacked", Assert.Throws<IrVerificationException>(() => IrVerifier.Verify(function)).Found, StringComparison.Ordinal);
    }

    private static Function Make(IReadOnlyList<Parameter> parameters, IReadOnlyList<Equation> equations, Value result) => new("f", parameters, equations, [new("r", result)]);

    private static void Fails(Function function, string expected, string found)
    {
        IrVerificationException fault = Assert.Throws<IrVerificationException>(() => IrVerifier.Verify(function));
        Assert.Equal((expected, found), (fault.Expected, fault.Found));
        Assert.Contains(fault.Place, fault.Message, StringComparison.Ordinal);
    }
}
