using RnnCompiler.Compiler.Ir;
using static RnnCompiler.Compiler.Ir.OperationKind;
using static RnnCompiler.Compiler.Ir.ParameterRole;

namespace RnnCompiler.Interpreter.Tests.Ir;

/// <summary>Functions of a single operation, for each operation, over shapes drawn from a seed.</summary>
internal sealed class SampleFunctions
{
    private readonly FunctionBuilder _builder = new("sample");
    private readonly Random _random;
    private readonly int _m;
    private readonly int _n;

    private SampleFunctions(int seed)
    {
        _random = new Random(seed);
        _m = _random.Next(1, 10);
        _n = _random.Next(1, 10);
    }

    public static TheoryData<OperationKind> Kinds => [.. Enum.GetValues<OperationKind>()];

    /// <summary>Creates the function of an operation. Its float operands are weights, so that each operand with a gradient gets one.</summary>
    public static Function Of(OperationKind kind, int seed)
    {
        SampleFunctions sample = new(seed);
        IReadOnlyList<Value> results = sample.Results(kind);
        for (int i = 0; i < results.Count; i++)
            sample._builder.Result("y" + i, results[i]);
        return sample._builder.Build();
    }

    private IReadOnlyList<Value> Results(OperationKind kind) => kind switch
    {
        OperationKind.Constant => [_builder.Constant(0.3, TensorType.Vector(_n))],
        MatVec => [Apply(kind, Matrix("a", _m, _n), Vector("b", _n))],
        TransposedMatVec => [Apply(kind, Matrix("a", _m, _n), Vector("b", _m))],
        Outer => [Apply(kind, Vector("a", _m), Vector("b", _n))],
        Add or Subtract or Multiply or Max or Min or GreaterOrEqual => [Apply(kind, AnyRank("a"), AnyRank("b"))],
        Divide => [Apply(kind, AnyRank("a"), AnyRank("positive"))],
        Select => [Apply(kind, AnyRank("condition", ParameterRole.Constant), AnyRank("a"), AnyRank("b"))],
        Negate or Sigmoid or Tanh or Exp or Relu or Abs or Softplus => [Apply(kind, AnyRank("a"))],
        Log or Sqrt => [Apply(kind, AnyRank("positive"))],
        Broadcast => [_builder.Add(new LengthOperation(kind, _n), [Scalar("a")])],
        Slice => [_builder.Add(Part(), [Vector("a", _n)])],
        Concat => [Apply(kind, Vector("a", _n), Vector("b", _m), Vector("c", 1))],
        Gather => [Apply(kind, Matrix("a", _m, _n), Id())],
        ScatterAdd => [_builder.Add(new ScatterAddOperation(_m), [Id(), Vector("a", _n)])],
        OneHot => [_builder.Add(new LengthOperation(kind, _m), [Id()])],
        TakeStep => [_builder.Add(AtStep(kind), [_n % 2 == 0 ? Matrix("a", _m, _n) : Vector("a", _m)])],
        PlaceStep => [_builder.Add(AtStep(kind), [_n % 2 == 0 ? Vector("a", _n) : Scalar("a")])],
        ReverseSteps => [Apply(kind, _n % 2 == 0 ? Matrix("a", _m, _n) : Vector("a", _m))],
        PadSteps or AllSteps => [Apply(kind, Matrix("a", _m, _n))],
        StepMask => [_builder.Add(new LengthOperation(kind, _m), [])],
        Sum or Mean or ReduceMax or Softmax => [Apply(kind, Vector("a", _n))],
        SoftmaxCrossEntropy => [Apply(kind, Vector("a", _m), Id())],
        SigmoidCrossEntropy => [Apply(kind, Vector("a", _n), _builder.Parameter("b", TensorType.Vector(_n), Target))],
        Scan => Recurrence(),
        _ when OperationTraits.Of(kind) is { IsElementwise: true, Operands: 1 } => [Apply(kind, AnyRank("a"))],
        _ => throw new NotSupportedException($"{kind} has no sample."),
    };

    /// <summary>
    /// Creates a scan with two carries that swap, stacked inputs and ids, and invariants; its results are a final carry, outputs and sums of every rank.
    /// </summary>
    private IReadOnlyList<Value> Recurrence()
    {
        int steps = _random.Next(1, 5);
        FunctionBuilder body = new("body");
        Value h = body.Parameter("h", TensorType.Vector(_m), Carry);
        Value g = body.Parameter("g", TensorType.Vector(_m), Carry);
        Value x = body.Parameter("x", TensorType.Vector(_n), StepInput);
        Value s = body.Parameter("s", TensorType.Scalar, StepInput);
        Value id = body.Parameter("id", TensorType.Integer, StepInput);
        Value w = body.Parameter("W", TensorType.Matrix(_m, _n), Invariant);
        Value table = body.Parameter("E", TensorType.Matrix(2, _m), Invariant);
        Value next = body.Apply(Tanh, body.Apply(Add, body.Apply(MatVec, w, x), body.Apply(Multiply, h, body.Apply(Gather, table, id))));
        Value scaled = body.Apply(Multiply, body.Add(new LengthOperation(Broadcast, _m), [s]), next);
        body.Result("h", body.Apply(Add, scaled, g));
        body.Result("g", h);
        body.Result("y", next);
        body.Result("before", g);
        body.Result("product", body.Apply(Outer, h, x));
        body.Result("total", body.Apply(Sum, scaled));
        body.Result("rows", body.Add(new ScatterAddOperation(3), [id, scaled]));
        ScanDirection direction = _random.Next(2) == 0 ? ScanDirection.Forward : ScanDirection.Reverse;
        return _builder.AddMany(
            new ScanOperation(body.Build(), direction, steps, 2, 3, 2),
            [
                Vector("h", _m), Vector("g", _m), Matrix("x", steps, _n), Vector("s", steps),
                _builder.Parameter("ids", new TensorType(ElementType.Integer, 1, steps, 1), Input), Matrix("W", _m, _n), Matrix("E", 2, _m),
            ]);
    }

    private Value Apply(OperationKind kind, params Value[] operands) => _builder.Apply(kind, operands);

    private Value Scalar(string name) => _builder.Parameter(name, TensorType.Scalar, Weight);

    private Value Vector(string name, int length) => _builder.Parameter(name, TensorType.Vector(length), Weight);

    private Value Matrix(string name, int rows, int columns) => _builder.Parameter(name, TensorType.Matrix(rows, columns), Weight);

    private Value AnyRank(string name, ParameterRole role = Weight) => _builder.Parameter(
        name,
        (_n % 3) switch { 0 => TensorType.Scalar, 1 => TensorType.Vector(_n), _ => TensorType.Matrix(_m, _n) },
        role);

    /// <summary>Draws an id: 0 or 1, or 0 if there is only one row.</summary>
    private Value Id() => _builder.Parameter(_m > 1 ? "id" : "zero", TensorType.Integer, Input);

    private SliceOperation Part()
    {
        int start = _random.Next(_n);
        return new SliceOperation(start, _random.Next(1, _n - start + 1));
    }

    private StepOperation AtStep(OperationKind kind) => new(kind, _random.Next(_m), _m);
}
