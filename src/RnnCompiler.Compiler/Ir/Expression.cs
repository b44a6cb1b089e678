namespace RnnCompiler.Compiler.Ir;

/// <summary>A value with the builder that it belongs to, so that equations can be written as in the papers.</summary>
/// <param name="Builder">The function under construction.</param>
/// <param name="Value">The value.</param>
public readonly record struct Expression(FunctionBuilder Builder, Value Value)
{
    /// <summary>The sum; of a scalar and a vector, the scalar is broadcast.</summary>
    public static Expression operator +(Expression a, Expression b) => Elementwise(OperationKind.Add, a, b);

    /// <summary>The difference.</summary>
    public static Expression operator -(Expression a, Expression b) => Elementwise(OperationKind.Subtract, a, b);

    /// <summary>A number minus each element.</summary>
    public static Expression operator -(double a, Expression b) => Elementwise(OperationKind.Subtract, b.Number(a), b);

    /// <summary>A number added to each element.</summary>
    public static Expression operator +(double a, Expression b) => Elementwise(OperationKind.Add, b.Number(a), b);

    /// <summary>A number times each element.</summary>
    public static Expression operator *(double a, Expression b) => Elementwise(OperationKind.Multiply, b.Number(a), b);

    /// <summary>The negative.</summary>
    public static Expression operator -(Expression a) => a.Apply(OperationKind.Negate);

    /// <summary>Of a matrix and a vector their product, else the elementwise product.</summary>
    public static Expression operator *(Expression a, Expression b) =>
        a.Value.Type.IsMatrix ? new(a.Builder, a.Builder.Apply(OperationKind.MatVec, a.Value, b.Value)) : Elementwise(OperationKind.Multiply, a, b);

    /// <summary>The elementwise quotient.</summary>
    public static Expression operator /(Expression a, Expression b) => Elementwise(OperationKind.Divide, a, b);

    /// <summary>The logistic function.</summary>
    public static Expression Sigmoid(Expression a) => a.Apply(OperationKind.Sigmoid);

    /// <summary>The hyperbolic tangent.</summary>
    public static Expression Tanh(Expression a) => a.Apply(OperationKind.Tanh);

    /// <summary>max(0, a).</summary>
    public static Expression Relu(Expression a) => a.Apply(OperationKind.Relu);

    /// <summary>The sum of the elements.</summary>
    public static Expression Sum(Expression a) => a.Apply(OperationKind.Sum);

    /// <summary>|a|.</summary>
    public static Expression Abs(Expression a) => a.Apply(OperationKind.Abs);

    /// <summary>a ≥ b ? 1 : 0.</summary>
    public static Expression GreaterOrEqual(Expression a, Expression b) => Elementwise(OperationKind.GreaterOrEqual, a, b);

    /// <summary>The elementwise greater.</summary>
    public static Expression Max(Expression a, Expression b) => Elementwise(OperationKind.Max, a, b);

    /// <summary>The elementwise smaller.</summary>
    public static Expression Min(Expression a, Expression b) => Elementwise(OperationKind.Min, a, b);

    /// <summary>exp(aᵢ) / Σⱼ exp(aⱼ).</summary>
    public static Expression Softmax(Expression a) => a.Apply(OperationKind.Softmax);

    /// <summary>condition ≠ 0 ? a : b.</summary>
    public static Expression Select(Expression condition, Expression a, Expression b) =>
        new(a.Builder, a.Builder.Apply(OperationKind.Select, condition.Value, a.Value, b.Value));

    /// <summary>This value under a name that readers of the printed IR know from the equations.</summary>
    public Expression Named(string name) => new(Builder, Builder.Name(Value, name));

    /// <summary>A number in the shape of this value.</summary>
    public Expression Number(double number) => new(Builder, Builder.Constant(number, Value.Type));

    private Expression Apply(OperationKind kind) => new(Builder, Builder.Apply(kind, Value));

    internal static Expression Elementwise(OperationKind kind, Expression a, Expression b) =>
        new(a.Builder, a.Builder.Apply(kind, a.BroadcastTo(b), b.BroadcastTo(a)));

    private Value BroadcastTo(Expression other) =>
        Value.Type.IsScalar && other.Value.Type.IsVector
            ? Builder.Add(new LengthOperation(OperationKind.Broadcast, other.Value.Type.Rows), [Value])
            : Value;
}
