using RnnCompiler.Compiler.Ir;

namespace RnnCompiler.Compiler.Building;

/// <summary>
/// The equations of scaled dot-product attention over the steps of keys that an example has: Σₛ αₛ vₛ with α = softmax(q · kₛ / √d). The keys may have another length than
/// the queries: only their own steps count.
/// </summary>
/// <param name="keys">The keys as a matrix, f[S,d].</param>
/// <param name="values">The values as a matrix, f[S,n].</param>
/// <param name="mask">1 for each step of the example, f[S].</param>
internal sealed class Attention(Value keys, Value values, Value mask)
{
    /// <summary>A score below all others, whose exponential is 0.</summary>
    private const double Lowest = -1e30;

    /// <summary>Gets the operands that a scan reads as invariants.</summary>
    public IReadOnlyList<Value> Invariants => keys == values ? [keys, mask] : [keys, values, mask];

    /// <summary>Prepares keys and values, once for all queries.</summary>
    /// <param name="builder">The function under construction; not the body of a scan.</param>
    /// <param name="name">The name of the layer.</param>
    /// <param name="keys">The stacked keys, f[S,d].</param>
    /// <param name="values">The stacked values, f[S,n].</param>
    /// <param name="extent">The steps of the keys.</param>
    public static Attention Over(FunctionBuilder builder, string name, Value keys, Value values, TimeExtent extent)
    {
        OperationKind kind = extent.Mask is null ? OperationKind.PadSteps : OperationKind.AllSteps;
        Value keyMatrix = Matrix(keys, "keys");
        Value mask = extent.Mask is { } padding ? Matrix(padding, "steps") : builder.Add(new LengthOperation(OperationKind.StepMask, extent.Steps), [], $"{name}.steps");
        return new Attention(keyMatrix, keys == values ? keyMatrix : Matrix(values, "values"), mask);

        Value Matrix(Value stacked, string part) => builder.Add(Operation.Of(kind), [stacked], $"{name}.{part}");
    }

    /// <summary>Returns the result for a query, f[d], in the function that <see cref="Over"/> built in.</summary>
    public Expression At(Expression query) => At(query, value => new Expression(query.Builder, value));

    /// <summary>Returns the result for a query at a step of a scan that has the <see cref="Invariants"/>.</summary>
    public Expression At(StepScope scope, Expression query) => At(query, scope.Invariant);

    private Expression At(Expression query, Func<Value, Expression> operand)
    {
        Expression exists = operand(mask), scores = (1 / Math.Sqrt(keys.Type.Columns)) * (operand(keys) * query);
        Expression none = scores.Number(0);

        // A selection, not a product: nothing of the other lanes reaches the result or a gradient.
        Expression weights = Expression.Softmax(Expression.Select(exists, scores, scores.Number(Lowest)));
        weights = Expression.Select(exists, weights, none).Named("weights");
        return new(query.Builder, query.Builder.Apply(OperationKind.TransposedMatVec, operand(values).Value, weights.Value));
    }
}
