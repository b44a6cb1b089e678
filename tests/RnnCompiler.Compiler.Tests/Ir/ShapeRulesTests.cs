using System.Globalization;
using RnnCompiler.Compiler.Ir;
using static RnnCompiler.Compiler.Ir.OperationKind;

namespace RnnCompiler.Compiler.Tests.Ir;

/// <summary>For each operation the types that it takes and gives, and each refusal with what was expected and found.</summary>
public sealed class ShapeRulesTests
{
    private static readonly Dictionary<string, Operation> s_attributed = new()
    {
        ["constant i[]"] = new ConstantOperation(1, TensorType.Integer),
        ["constant f[2]"] = new ConstantOperation(1, TensorType.Vector(2)),
        ["broadcast 4"] = new LengthOperation(Broadcast, 4),
        ["broadcast 0"] = new LengthOperation(Broadcast, 0),
        ["one_hot 4"] = new LengthOperation(OneHot, 4),
        ["one_hot 0"] = new LengthOperation(OneHot, 0),
        ["step_mask 4"] = new LengthOperation(StepMask, 4),
        ["step_mask 0"] = new LengthOperation(StepMask, 0),
        ["slice 1 2"] = new SliceOperation(1, 2),
        ["slice 2 2"] = new SliceOperation(2, 2),
        ["slice -1 2"] = new SliceOperation(-1, 2),
        ["slice 1 0"] = new SliceOperation(1, 0),
        ["slice 1 max"] = new SliceOperation(1, int.MaxValue),
        ["scatter_add 5"] = new ScatterAddOperation(5),
        ["take_step 1 4"] = new StepOperation(TakeStep, 1, 4),
        ["take_step 4 4"] = new StepOperation(TakeStep, 4, 4),
        ["take_step -1 4"] = new StepOperation(TakeStep, -1, 4),
        ["place_step 1 4"] = new StepOperation(PlaceStep, 1, 4),
    };

    [Theory]
    [InlineData("constant f[2]", "", "f[2]")]
    [InlineData("MatVec", "f[2,3] f[3]", "f[2]")]
    [InlineData("TransposedMatVec", "f[2,3] f[2]", "f[3]")]
    [InlineData("Outer", "f[2] f[3]", "f[2,3]")]
    [InlineData("Add", "f[2,3] f[2,3]", "f[2,3]")]
    [InlineData("Select", "f[] f[] f[]", "f[]")]
    [InlineData("Softplus", "f[3]", "f[3]")]
    [InlineData("broadcast 4", "f[]", "f[4]")]
    [InlineData("slice 1 2", "f[3]", "f[2]")]
    [InlineData("Concat", "f[3] f[1] f[2]", "f[6]")]
    [InlineData("Gather", "f[5,3] i[]", "f[3]")]
    [InlineData("scatter_add 5", "i[] f[3]", "f[5,3]")]
    [InlineData("one_hot 4", "i[]", "f[4]")]
    [InlineData("take_step 1 4", "f[4,3]", "f[3]")]
    [InlineData("take_step 1 4", "f[4]", "f[]")]
    [InlineData("take_step 1 4", "i[4]", "i[]")]
    [InlineData("place_step 1 4", "f[3]", "f[4,3]")]
    [InlineData("place_step 1 4", "f[]", "f[4]")]
    [InlineData("ReverseSteps", "f[4,3]", "f[4,3]")]
    [InlineData("ReverseSteps", "f[4]", "f[4]")]
    [InlineData("PadSteps", "f[4,3]", "f[4,3]")]
    [InlineData("AllSteps", "f[4,3]", "f[4,3]")]
    [InlineData("AllSteps", "f[4]", "f[4]")]
    [InlineData("step_mask 4", "", "f[4]")]
    [InlineData("Mean", "f[3]", "f[]")]
    [InlineData("Softmax", "f[3]", "f[3]")]
    [InlineData("SoftmaxCrossEntropy", "f[3] i[]", "f[]")]
    [InlineData("SigmoidCrossEntropy", "f[3] f[3]", "f[3]")]
    public void An_operation_gives_the_type_of_its_rule(string operation, string operands, string result) =>
        Assert.Equal(result, Assert.Single(ShapeRules.Infer(Named(operation), Types(operands))).ToString());

    [Theory]
    [InlineData("constant f[2]", "f[]", "Constant: expected 0 operands, found 1.")]
    [InlineData("constant i[]", "", "Constant: expected a float type, found i[].")]
    [InlineData("MatVec", "f[3] f[3]", "MatVec: expected a matrix as operand 0, found f[3].")]
    [InlineData("MatVec", "f[2,3] f[2]", "MatVec: expected f[3] as operand 1, found f[2].")]
    [InlineData("MatVec", "f[2,3]", "MatVec: expected 2 operands, found 1.")]
    [InlineData("MatVec", "", "MatVec: expected 2 operands, found 0.")]
    [InlineData("MatVec", "f[2,3] f[3] f[3]", "MatVec: expected 2 operands, found 3.")]
    [InlineData("TransposedMatVec", "f[2,3] f[3]", "TransposedMatVec: expected f[2] as operand 1, found f[3].")]
    [InlineData("TransposedMatVec", "f[2] f[2]", "TransposedMatVec: expected a matrix as operand 0, found f[2].")]
    [InlineData("Outer", "f[2,2] f[2]", "Outer: expected a vector as operand 0, found f[2,2].")]
    [InlineData("Outer", "f[2] f[]", "Outer: expected a vector as operand 1, found f[].")]
    [InlineData("Add", "f[2] f[3]", "Add: expected float operands of one type, found f[2], f[3].")]
    [InlineData("Max", "i[] i[]", "Max: expected float operands of one type, found i[], i[].")]
    [InlineData("Divide", "f[2]", "Divide: expected 2 operands, found 1.")]
    [InlineData("Select", "f[2] f[2] f[]", "Select: expected float operands of one type, found f[2], f[2], f[].")]
    [InlineData("Select", "f[2] f[2]", "Select: expected 3 operands, found 2.")]
    [InlineData("Tanh", "i[]", "Tanh: expected float operands of one type, found i[].")]
    [InlineData("Tanh", "f[2] f[2]", "Tanh: expected 1 operands, found 2.")]
    [InlineData("broadcast 4", "f[1]", "Broadcast: expected f[] as operand 0, found f[1].")]
    [InlineData("broadcast 0", "f[]", "Broadcast: expected a length of at least 1, found 0.")]
    [InlineData("slice 1 2", "f[4,3]", "Slice: expected a vector as operand 0, found f[4,3].")]
    [InlineData("slice 2 2", "f[3]", "Slice: expected a range within f[3], found 2 elements from 2.")]
    [InlineData("slice -1 2", "f[3]", "Slice: expected a range within f[3], found 2 elements from -1.")]
    [InlineData("slice 1 0", "f[3]", "Slice: expected a range within f[3], found 0 elements from 1.")]
    [InlineData("slice 1 max", "f[3]", "Slice: expected a range within f[3], found 2147483647 elements from 1.")]
    [InlineData("Concat", "", "Concat: expected at least 1 operands, found 0.")]
    [InlineData("Concat", "f[3] f[]", "Concat: expected a vector as operand 1, found f[].")]
    [InlineData("Gather", "f[5] i[]", "Gather: expected a matrix as operand 0, found f[5].")]
    [InlineData("Gather", "f[5,3] f[]", "Gather: expected i[] as operand 1, found f[].")]
    [InlineData("scatter_add 5", "f[] f[3]", "ScatterAdd: expected i[] as operand 0, found f[].")]
    [InlineData("scatter_add 5", "i[] f[]", "ScatterAdd: expected a vector as operand 1, found f[].")]
    [InlineData("one_hot 4", "f[]", "OneHot: expected i[] as operand 0, found f[].")]
    [InlineData("ReverseSteps", "f[]", "ReverseSteps: expected f[T] or f[T,n] as operand 0, found f[].")]
    [InlineData("PadSteps", "f[4]", "PadSteps: expected a matrix as operand 0, found f[4].")]
    [InlineData("step_mask 0", "", "StepMask: expected a length of at least 1, found 0.")]
    [InlineData("one_hot 0", "i[]", "OneHot: expected a length of at least 1, found 0.")]
    [InlineData("take_step 1 4", "f[]", "TakeStep: expected a value stacked over 4 steps and a step below 4, found f[] at step 1.")]
    [InlineData("take_step 1 4", "f[3,4]", "TakeStep: expected a value stacked over 4 steps and a step below 4, found f[3,4] at step 1.")]
    [InlineData("take_step 4 4", "f[4,3]", "TakeStep: expected a value stacked over 4 steps and a step below 4, found f[4,3] at step 4.")]
    [InlineData("take_step -1 4", "f[4,3]", "TakeStep: expected a value stacked over 4 steps and a step below 4, found f[4,3] at step -1.")]
    [InlineData("place_step 1 4", "f[2,2]", "PlaceStep: expected f[] or f[n] as operand 0, found f[2,2].")]
    [InlineData("Sum", "f[]", "Sum: expected a vector as operand 0, found f[].")]
    [InlineData("ReduceMax", "f[2,2]", "ReduceMax: expected a vector as operand 0, found f[2,2].")]
    [InlineData("Softmax", "f[]", "Softmax: expected a vector as operand 0, found f[].")]
    [InlineData("SoftmaxCrossEntropy", "f[3] f[]", "SoftmaxCrossEntropy: expected i[] as operand 1, found f[].")]
    [InlineData("SigmoidCrossEntropy", "f[3] f[2]", "SigmoidCrossEntropy: expected f[3] as operand 1, found f[2].")]
    public void Operands_that_do_not_fit_are_refused(string operation, string operands, string message) =>
        Assert.Equal(message, Assert.Throws<ShapeException>(() => ShapeRules.Infer(Named(operation), Types(operands))).Message);

    [Theory]
    [InlineData("f[3] f[4,2] f[2,2]", null)]
    [InlineData("f[3] f[4,2]", "Scan: expected 3 operands, found 2.")]
    [InlineData("f[2] f[4,2] f[2,2]", "Scan of body: operand 0 (h) should be f[3], found f[2].")]
    [InlineData("f[3] f[5,2] f[2,2]", "Scan of body: operand 1 (x) should be f[4,2], found f[5,2].")]
    [InlineData("f[3] f[2] f[2,2]", "Scan of body: operand 1 (x) should be f[4,2], found f[2].")]
    [InlineData("f[3] f[4,2] f[4,2]", "Scan of body: operand 2 (W) should be f[2,2], found f[4,2].")]
    public void Operands_of_a_scan_fit_its_body(string operands, string? message)
    {
        void Infer() =>
            Assert.Equal(["f[3]", "f[4,2]", "f[2,2]"], ShapeRules.Infer(Scan(carries: 1, inputs: 1, outputs: 1, length: 4), Types(operands)).Select(static t => t.ToString()));
        if (message is null)
            Infer();
        else
            Assert.Equal(message, Assert.Throws<ShapeException>(Infer).Message);
    }

    [Theory]
    [InlineData(-1, 1, 1, 4)]
    [InlineData(1, -1, 1, 4)]
    [InlineData(1, 1, -1, 4)]
    [InlineData(1, 1, 1, 0)]
    [InlineData(2, 2, 1, 4)]
    [InlineData(1, 1, 3, 4)]
    public void Counts_of_a_scan_fit_its_body(int carries, int inputs, int outputs, int length) => Assert.Equal(
        "Scan of body: its counts do not fit its body.",
        Assert.Throws<ShapeException>(() => ShapeRules.Infer(Scan(carries, inputs, outputs, length), Types("f[3] f[4,2] f[2,2]"))).Message);

    [Fact]
    public void A_carry_keeps_its_type()
    {
        Function body = IrParser.ParseFunction("function f {\ninput %0.x: f[3]\ninput %1.y: f[4]\nreturn a = %1.y\n}\n");
        ScanOperation scan = new(body, ScanDirection.Forward, 4, 1, 0, 0);
        Assert.Equal(
            "Scan of f: carry 0 should stay f[3], but its next value is f[4].",
            Assert.Throws<ShapeException>(() => ShapeRules.Infer(scan, Types("f[3] f[4]"))).Message);
    }

    private static ScanOperation Scan(int carries, int inputs, int outputs, int length)
    {
        FunctionBuilder body = new("body");
        body.Result("h", body.Parameter("h", TensorType.Vector(3), ParameterRole.Carry));
        body.Result("y", body.Parameter("x", TensorType.Vector(2), ParameterRole.StepInput));
        body.Result("s", body.Parameter("W", TensorType.Matrix(2, 2), ParameterRole.Invariant));
        return new ScanOperation(body.Build(), ScanDirection.Forward, length, carries, inputs, outputs);
    }

    private static Operation Named(string name) => s_attributed.TryGetValue(name, out Operation? operation) ? operation : Operation.Of(Enum.Parse<OperationKind>(name));

    private static TensorType[] Types(string types) => [.. types.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(static text =>
    {
        int[] sizes = [.. text[2..^1].Split(',', StringSplitOptions.RemoveEmptyEntries).Select(static n => int.Parse(n, CultureInfo.InvariantCulture))];
        return new TensorType(text[0] == 'f' ? ElementType.Float : ElementType.Integer, sizes.Length, sizes.Length > 0 ? sizes[0] : 1, sizes.Length > 1 ? sizes[1] : 1);
    })];
}
