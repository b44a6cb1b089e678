using RnnCompiler.Compiler.Building;
using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Compiler.Differentiation;
using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Modules;
using RnnCompiler.Compiler.Tests.Building;

namespace RnnCompiler.Compiler.Tests.Differentiation;

/// <summary>Tests that the residuals of forward scans are exactly the values that the textbook formulas of the backward pass read.</summary>
public sealed class ResidualTests
{
    public static TheoryData<string, string[]> Cells => new()
    {
        { "tanh", ["h", "h'"] },
        { "relu", ["h", "h'"] },
        { "lstm", ["h", "c", "i", "f", "g", "o", "tanh c'"] },
        { "gru", ["h", "r", "z", "q", "n"] },
        { "gru before", ["h", "r", "z", "n"] },
    };

    private static CellDeclaration Cell(string name) => name switch
    {
        "tanh" => new ElmanDeclaration(Activation.Tanh),
        "relu" => new ElmanDeclaration(Activation.Relu),
        "lstm" => new LstmDeclaration(),
        "gru" => new GruDeclaration(ResetAfter: true),
        _ => new GruDeclaration(ResetAfter: false),
    };

    [Theory]
    [MemberData(nameof(Cells))]
    public void A_cell_keeps_what_its_formulas_read(string cell, string[] expected)
    {
        ScanOperation forward = Scans(cell)[0];
        IReadOnlyList<Value> kept = [.. forward.Body.Results.Skip(forward.Carries).Take(forward.Outputs).Select(static r => r.Value)];
        Assert.Equal(expected.Length, kept.Count);
        Assert.Equal(kept.Count, kept.Distinct().Count());
        Assert.All(expected.Where(static name => name.Length == 1 && name != "q"), name => Assert.Contains(kept, v => v.Name == name));
        Assert.Equal(expected.Contains("h") ? 1 : 0, kept.Count(v => v == forward.Body.Parameters[0].Value));
    }

    [Fact]
    public void An_output_that_is_there_anyway_is_not_kept_twice()
    {
        // Every step of h is an output for the head, so of the state only its value before the step is a further residual.
        Function training = ReverseMode.Differentiate(ModuleBuilder.Build(Declare.Model(Declare.Rnn(4), Declare.Dense(2))).Loss);
        ScanOperation forward = (ScanOperation)training.Equations.First(static e => e.Kind == OperationKind.Scan).Operation;
        Assert.Equal(2, forward.Outputs);
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void The_backward_body_repeats_no_product_and_no_activation(string cell, string[] expected)
    {
        Assert.NotEmpty(expected);
        IReadOnlyList<ScanOperation> scans = Scans(cell);
        int Count(int scan, params OperationKind[] kinds) => scans[scan].Body.Equations.Count(e => kinds.Contains(e.Kind));
        Assert.Equal(2, scans.Count);
        Assert.Equal(0, Count(1, OperationKind.MatVec, OperationKind.Sigmoid, OperationKind.Tanh, OperationKind.Exp));
        Assert.Equal(Count(0, OperationKind.MatVec), Count(1, OperationKind.TransposedMatVec));
        Assert.Equal(Count(0, OperationKind.MatVec), Count(1, OperationKind.Outer));
    }

    [Fact]
    public void Nothing_is_computed_for_values_without_a_cotangent()
    {
        // Tokens have no gradient, none is requested for the target and masks, and the first state is a constant.
        ModelDeclaration declaration = Declare.Model(Declare.Embedding(7, 3), Declare.Dropout(0.5), Declare.Lstm(4), Declare.LastStep(), Declare.Dense(2));
        Function training = ReverseMode.Differentiate(ModuleBuilder.Build(declaration).Loss);
        Assert.DoesNotContain(training.Equations, static e => e.Kind == OperationKind.PlaceStep);
        Assert.DoesNotContain(training.Results, static r => r.Name is "input_bar" or "target_bar" || r.Name.Contains("mask"));
        ScanOperation backward = training.Equations.Select(static e => e.Operation).OfType<ScanOperation>().Last();
        Assert.Equal(ScanDirection.Reverse, backward.Direction);
        Assert.Equal(0, backward.Outputs);
        Assert.Equal((4 * 4) + 1, backward.Sums); // two matrices and two biases for each gate, and the table of the embedding
    }

    [Fact]
    public void An_unused_weight_has_the_gradient_zero()
    {
        FunctionBuilder builder = new("loss");
        Value used = builder.Parameter("used", TensorType.Vector(2), ParameterRole.Weight);
        builder.Parameter("unused", TensorType.Matrix(2, 3), ParameterRole.Weight);
        builder.Result("loss", builder.Apply(OperationKind.Sum, used));
        Function training = ReverseMode.Differentiate(builder.Build());
        Equation zero = training.Equations.Single(e => e.Results.Contains(training.Result("unused_bar")));
        Assert.Equal(new ConstantOperation(0, TensorType.Matrix(2, 3)), zero.Operation);
    }

    [Fact]
    public void A_matrix_made_in_the_body_is_made_again()
    {
        FunctionBuilder body = new("body");
        Value h = body.Parameter("h", TensorType.Vector(2), ParameterRole.Carry);
        Value x = body.Parameter("x", TensorType.Vector(2), ParameterRole.StepInput);
        Value memory = body.Apply(OperationKind.Outer, body.Apply(OperationKind.Tanh, h), x);
        body.Result("h", body.Apply(OperationKind.MatVec, memory, h));
        FunctionBuilder builder = new("loss");
        Value first = builder.Parameter("first", TensorType.Vector(2), ParameterRole.Weight);
        Value input = builder.Parameter("input", TensorType.Matrix(3, 2), ParameterRole.Input);
        Value last = builder.AddMany(new ScanOperation(body.Build(), ScanDirection.Forward, 3, 1, 1, 0), [first, input])[0];
        builder.Result("loss", builder.Apply(OperationKind.Sum, last));
        Function training = ReverseMode.Differentiate(builder.Build());
        IrVerifier.Verify(training);
        ScanOperation forward = (ScanOperation)training.Equations.First(static e => e.Kind == OperationKind.Scan).Operation;
        Assert.Equal(2, forward.Outputs); // h and tanh h
    }

    /// <summary>A quotient takes tens of cycles, a load a few: the gradient of (h / x)² h stores h / x, though h is stored too.</summary>
    [Fact]
    public void A_quotient_is_kept()
    {
        FunctionBuilder body = new("body");
        Value h = body.Parameter("h", TensorType.Vector(2), ParameterRole.Carry);
        Value x = body.Parameter("x", TensorType.Vector(2), ParameterRole.StepInput);
        Value quotient = body.Apply(OperationKind.Divide, h, x);
        body.Result("h", body.Apply(OperationKind.Multiply, body.Apply(OperationKind.Multiply, quotient, quotient), h));
        FunctionBuilder builder = new("loss");
        Value first = builder.Parameter("first", TensorType.Vector(2), ParameterRole.Weight);
        Value input = builder.Parameter("input", TensorType.Matrix(3, 2), ParameterRole.Input);
        Value last = builder.AddMany(new ScanOperation(body.Build(), ScanDirection.Forward, 3, 1, 1, 0), [first, input])[0];
        builder.Result("loss", builder.Apply(OperationKind.Sum, last));
        Function training = ReverseMode.Differentiate(builder.Build());
        ScanOperation forward = (ScanOperation)training.Equations.First(static e => e.Kind == OperationKind.Scan).Operation;
        Assert.Contains(forward.Body.Results.Skip(forward.Carries), r => r.Value == quotient);
    }

    private static IReadOnlyList<ScanOperation> Scans(string cell)
    {
        Module module = ModuleBuilder.Build(Declare.Model(new RecurrentDeclaration(Cell(cell), 4, 1, false, Merge.Concat, null), Declare.LastStep()));
        return [.. ReverseMode.Differentiate(module.Loss).Equations.Select(static e => e.Operation).OfType<ScanOperation>()];
    }
}
