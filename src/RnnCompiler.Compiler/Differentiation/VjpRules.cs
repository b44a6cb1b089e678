using RnnCompiler.Compiler.Ir;

namespace RnnCompiler.Compiler.Differentiation;

/// <summary>
/// Table of derivatives: for each operation its vector-Jacobian product, from the cotangent of the result to that of each operand. Rules prefer results over
/// operands, since the forward pass stores results.
/// </summary>
public static class VjpRules
{
    /// <summary>
    /// Whether an operation propagates a gradient to an operand. Throws <see cref="InvalidOperationException"/> if the operation has no rule.
    /// </summary>
    public static bool PassesGradient(OperationKind kind, int operand) => kind switch
    {
        OperationKind.Constant or OperationKind.GreaterOrEqual or OperationKind.OneHot or OperationKind.StepMask => false,
        OperationKind.Select => operand > 0,
        OperationKind.Gather => operand == 0,
        OperationKind.ScatterAdd => operand == 1,
        OperationKind.SoftmaxCrossEntropy or OperationKind.SigmoidCrossEntropy => operand == 0,
        OperationKind.MatVec or OperationKind.TransposedMatVec or OperationKind.Outer
            or OperationKind.Add or OperationKind.Subtract or OperationKind.Multiply or OperationKind.Divide or OperationKind.Max or OperationKind.Min
            or OperationKind.Negate or OperationKind.Sigmoid or OperationKind.Tanh or OperationKind.Exp or OperationKind.Log or OperationKind.Sqrt or OperationKind.Sin
            or OperationKind.Relu or OperationKind.Abs or OperationKind.Softplus or OperationKind.Broadcast or OperationKind.Slice or OperationKind.Concat
            or OperationKind.TakeStep or OperationKind.PlaceStep or OperationKind.ReverseSteps or OperationKind.PadSteps or OperationKind.AllSteps
            or OperationKind.Sum or OperationKind.Mean or OperationKind.ReduceMax or OperationKind.Softmax
            or OperationKind.Scan => true,
        _ => throw new InvalidOperationException($"{kind} has no derivative rule."),
    };

    /// <summary>Computes the cotangent of one operand of an operation with one result.</summary>
    /// <param name="f">The function under construction, with the values of the forward pass.</param>
    /// <param name="e">The equation of the forward pass.</param>
    /// <param name="operand">The index of the operand; <see cref="PassesGradient"/> is true for it.</param>
    /// <param name="bar">The cotangent of its result.</param>
    internal static Value Apply(Pullback f, Equation e, int operand, Value bar) => e.Kind switch
    {
        OperationKind.MatVec => operand == 0 ? f.Apply(OperationKind.Outer, bar, f.Operand(e, 1)) : f.Apply(OperationKind.TransposedMatVec, f.Operand(e, 0), bar),
        OperationKind.TransposedMatVec => operand == 0 ? f.Apply(OperationKind.Outer, f.Operand(e, 1), bar) : f.Apply(OperationKind.MatVec, f.Operand(e, 0), bar),
        OperationKind.Outer => operand == 0 ? f.Apply(OperationKind.MatVec, bar, f.Operand(e, 1)) : f.Apply(OperationKind.TransposedMatVec, bar, f.Operand(e, 0)),
        OperationKind.Add => bar,
        OperationKind.Subtract => operand == 0 ? bar : f.Negate(bar),
        OperationKind.Multiply => f.Multiply(bar, f.Operand(e, 1 - operand)),
        OperationKind.Divide => operand == 0
            ? f.Divide(bar, f.Operand(e, 1))
            : f.Negate(f.Divide(f.Multiply(bar, f.Result(e)), f.Operand(e, 1))),
        OperationKind.Max => f.Where(f.GreaterOrEqual(f.Operand(e, 0), f.Operand(e, 1)), bar, whenTrue: operand == 0),
        OperationKind.Min => f.Where(f.GreaterOrEqual(f.Operand(e, 1), f.Operand(e, 0)), bar, whenTrue: operand == 0),
        OperationKind.Select => f.Where(f.Operand(e, 0), bar, whenTrue: operand == 1),
        OperationKind.Negate => f.Negate(bar),
        OperationKind.Sigmoid => f.Multiply(bar, f.Multiply(f.Result(e), f.OneMinus(f.Result(e)))),
        OperationKind.Tanh => f.Multiply(bar, f.OneMinus(f.Multiply(f.Result(e), f.Result(e)))),
        OperationKind.Exp => f.Multiply(bar, f.Result(e)),
        OperationKind.Log => f.Divide(bar, f.Operand(e, 0)),
        OperationKind.Sqrt => f.Divide(f.Multiply(f.Number(bar, 0.5), bar), f.Result(e)),
        OperationKind.Sin => f.Multiply(bar, f.Apply(OperationKind.Sin, f.Apply(OperationKind.Add, f.Operand(e, 0), f.Number(f.Operand(e, 0), Math.PI / 2)))), // cos a
        OperationKind.Relu => f.Where(f.GreaterOrEqual(f.Number(bar, 0), f.Result(e)), bar, whenTrue: false),
        OperationKind.Abs => AbsBar(f, f.Operand(e, 0), bar),
        OperationKind.Softplus => f.Multiply(bar, f.Apply(OperationKind.Sigmoid, f.Operand(e, 0))),
        OperationKind.Broadcast => f.Apply(OperationKind.Sum, bar),
        OperationKind.Slice => SliceBar(f, (SliceOperation)e.Operation, e.Operands[0].Type.Rows, bar),
        OperationKind.Concat => f.Slice(bar, e.Operands.Take(operand).Sum(static o => o.Type.Rows), e.Operands[operand].Type.Rows),
        OperationKind.Gather => f.Add(new ScatterAddOperation(e.Operands[0].Type.Rows), f.Operand(e, 1), bar),
        OperationKind.ScatterAdd => f.Apply(OperationKind.Gather, bar, f.Operand(e, 0)),
        OperationKind.TakeStep => f.Add((StepOperation)e.Operation with { Kind = OperationKind.PlaceStep }, bar),
        OperationKind.PlaceStep => f.Add((StepOperation)e.Operation with { Kind = OperationKind.TakeStep }, bar),
        OperationKind.ReverseSteps => f.Apply(OperationKind.ReverseSteps, bar),
        OperationKind.PadSteps or OperationKind.AllSteps => bar,
        OperationKind.Sum => f.Broadcast(bar, e.Operands[0].Type.Rows),
        OperationKind.Mean => f.Broadcast(f.Divide(bar, f.Number(bar, e.Operands[0].Type.Rows)), e.Operands[0].Type.Rows),
        OperationKind.ReduceMax => ReduceMaxBar(f, f.Operand(e, 0), f.Result(e), bar),
        OperationKind.Softmax => SoftmaxBar(f, f.Result(e), bar),
        OperationKind.SoftmaxCrossEntropy => f.Multiply(
            f.Broadcast(bar, e.Operands[0].Type.Rows),
            f.Subtract(f.Apply(OperationKind.Softmax, f.Operand(e, 0)), f.Add(new LengthOperation(OperationKind.OneHot, e.Operands[0].Type.Rows), f.Operand(e, 1)))),
        OperationKind.SigmoidCrossEntropy => f.Multiply(bar, f.Subtract(f.Apply(OperationKind.Sigmoid, f.Operand(e, 0)), f.Operand(e, 1))),
        OperationKind.Constant or OperationKind.GreaterOrEqual or OperationKind.OneHot or OperationKind.StepMask =>
            throw new InvalidOperationException($"{e.Kind} passes no gradient."),
        OperationKind.Scan => throw new InvalidOperationException("A scan has several results; it is transposed as a whole."),
        _ => throw new InvalidOperationException($"{e.Kind} has no derivative rule."),
    };

    // sign(a) · bar, with 0 at 0.
    private static Value AbsBar(Pullback f, Value a, Value bar)
    {
        Value zero = f.Number(bar, 0);
        Value ifPositive = f.Where(f.GreaterOrEqual(zero, a), bar, whenTrue: false);
        return f.Apply(OperationKind.Select, f.GreaterOrEqual(a, zero), ifPositive, f.Negate(bar));
    }

    private static Value SliceBar(Pullback f, SliceOperation slice, int length, Value bar)
    {
        List<Value> parts = [];
        if (slice.Start > 0)
            parts.Add(f.Constant(0, TensorType.Vector(slice.Start)));
        parts.Add(bar);
        if (slice.Start + slice.Length < length)
            parts.Add(f.Constant(0, TensorType.Vector(length - slice.Start - slice.Length)));
        return f.Apply(OperationKind.Concat, [.. parts]);
    }

    // The gradient is shared equally by all elements that equal the maximum.
    private static Value ReduceMaxBar(Pullback f, Value a, Value greatest, Value bar)
    {
        Value hits = f.GreaterOrEqual(a, f.Broadcast(greatest, a.Type.Rows));
        return f.Multiply(hits, f.Broadcast(f.Divide(bar, f.Apply(OperationKind.Sum, hits)), a.Type.Rows));
    }

    // y · (bar − Σ y · bar)
    private static Value SoftmaxBar(Pullback f, Value y, Value bar) =>
        f.Multiply(y, f.Subtract(bar, f.Broadcast(f.Apply(OperationKind.Sum, f.Multiply(y, bar)), y.Type.Rows)));
}
