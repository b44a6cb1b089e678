namespace RnnCompiler.Compiler.Ir;

/// <summary>Value with the builder that it belongs to; its operators append equations, so that cells read as in the papers.</summary>
/// <param name="Builder">The function under construction.</param>
/// <param name="Value">The value.</param>
public readonly record struct Expression(FunctionBuilder Builder, Value Value)
{
    /// <summary>Adds elementwise. A scalar operand is broadcast to the length of the other, here and in all binary operators.</summary>
    public static Expression operator +(Expression a, Expression b) => Elementwise(OperationKind.Add, a, b);

    /// <summary>Subtracts elementwise.</summary>
    public static Expression operator -(Expression a, Expression b) => Elementwise(OperationKind.Subtract, a, b);

    /// <summary>Subtracts each element from a number.</summary>
    public static Expression operator -(double a, Expression b) => Elementwise(OperationKind.Subtract, b.Number(a), b);

    /// <summary>Adds a number to each element.</summary>
    public static Expression operator +(double a, Expression b) => Elementwise(OperationKind.Add, b.Number(a), b);

    /// <summary>Multiplies each element by a number.</summary>
    public static Expression operator *(double a, Expression b) => Elementwise(OperationKind.Multiply, b.Number(a), b);

    /// <summary>Negates each element.</summary>
    public static Expression operator -(Expression a) => a.Apply(OperationKind.Negate);

    /// <summary>Multiplies a matrix by a vector, or any other operands elementwise.</summary>
    public static Expression operator *(Expression a, Expression b) =>
        a.Value.Type.IsMatrix ? new(a.Builder, a.Builder.Apply(OperationKind.MatVec, a.Value, b.Value)) : Elementwise(OperationKind.Multiply, a, b);

    /// <summary>Divides elementwise.</summary>
    public static Expression operator /(Expression a, Expression b) => Elementwise(OperationKind.Divide, a, b);

    /// <summary>Applies the logistic function 1 / (1 + e⁻ᵃ) to each element.</summary>
    public static Expression Sigmoid(Expression a) => a.Apply(OperationKind.Sigmoid);

    /// <summary>Applies the hyperbolic tangent to each element.</summary>
    public static Expression Tanh(Expression a) => a.Apply(OperationKind.Tanh);

    /// <summary>Computes max(0, a) for each element.</summary>
    public static Expression Relu(Expression a) => a.Apply(OperationKind.Relu);

    /// <summary>Sums the elements to a scalar.</summary>
    public static Expression Sum(Expression a) => a.Apply(OperationKind.Sum);

    /// <summary>Converts a scalar to a vector of one element.</summary>
    public Expression AsVector() => new(Builder, Builder.Add(new LengthOperation(OperationKind.Broadcast, 1), [Value]));

    /// <summary>Computes the greatest element as a scalar.</summary>
    public static Expression Greatest(Expression a) => a.Apply(OperationKind.ReduceMax);

    /// <summary>Computes the square root of each element.</summary>
    public static Expression Sqrt(Expression a) => a.Apply(OperationKind.Sqrt);

    /// <summary>Concatenates vectors.</summary>
    public static Expression Concat(params IReadOnlyList<Expression> parts) =>
        new(parts[0].Builder, parts[0].Builder.Apply(OperationKind.Concat, [.. parts.Select(static p => p.Value)]));

    /// <summary>Takes consecutive elements of a vector.</summary>
    public static Expression Slice(Expression a, int start, int length) => new(a.Builder, a.Builder.Add(new SliceOperation(start, length), [a.Value]));

    /// <summary>Computes |a| for each element.</summary>
    public static Expression Abs(Expression a) => a.Apply(OperationKind.Abs);

    /// <summary>Computes a ≥ b ? 1 : 0 for each element.</summary>
    public static Expression GreaterOrEqual(Expression a, Expression b) => Elementwise(OperationKind.GreaterOrEqual, a, b);

    /// <summary>Computes the elementwise maximum.</summary>
    public static Expression Max(Expression a, Expression b) => Elementwise(OperationKind.Max, a, b);

    /// <summary>Computes the elementwise minimum.</summary>
    public static Expression Min(Expression a, Expression b) => Elementwise(OperationKind.Min, a, b);

    /// <summary>Computes exp(aᵢ) / Σⱼ exp(aⱼ).</summary>
    public static Expression Softmax(Expression a) => a.Apply(OperationKind.Softmax);

    /// <summary>Computes condition ≠ 0 ? a : b for each element.</summary>
    public static Expression Select(Expression condition, Expression a, Expression b) =>
        new(a.Builder, a.Builder.Apply(OperationKind.Select, condition.Value, a.Value, b.Value));

    /// <summary>Names this value in printed IR, unless it has a name already.</summary>
    public Expression Named(string name) => new(Builder, Builder.Name(Value, name));

    /// <summary>Creates a constant with the type of this value.</summary>
    public Expression Number(double number) => new(Builder, Builder.Constant(number, Value.Type));

    private Expression Apply(OperationKind kind) => new(Builder, Builder.Apply(kind, Value));

    internal static Expression Elementwise(OperationKind kind, Expression a, Expression b) =>
        new(a.Builder, a.Builder.Apply(kind, a.BroadcastTo(b), b.BroadcastTo(a)));

    private Value BroadcastTo(Expression other) =>
        Value.Type.IsScalar && other.Value.Type.IsVector
            ? Builder.Add(new LengthOperation(OperationKind.Broadcast, other.Value.Type.Rows), [Value])
            : Value;
}
