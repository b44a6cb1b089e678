using RnnCompiler.Compiler.Cells;
using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Compiler.Ir;

namespace RnnCompiler.Compiler.Building;

/// <summary>The equations of the operations of networks, at one step.</summary>
internal static class NetworkOperations
{
    /// <summary>Applies an operation.</summary>
    /// <param name="layer">The operation.</param>
    /// <param name="values">The values of the nodes that it reads.</param>
    public static Expression Apply(LayerDeclaration layer, IReadOnlyList<Expression> values) => layer switch
    {
        ElementwiseDeclaration { IsBinary: true } operation => Binary(operation, values),
        ElementwiseDeclaration operation => Unary(operation, values[0]),
        ConcatDeclaration => new(values[0].Builder, values[0].Builder.Apply(OperationKind.Concat, [.. values.Select(static v => v.Value)])),
        SliceDeclaration slice => new(values[0].Builder, values[0].Builder.Add(new SliceOperation(slice.Start, slice.Length), [values[0].Value])),
        _ => throw new NotSupportedException($"Expected an operation with an equation, found {layer.GetType().Name}."),
    };

    private static Expression Binary(ElementwiseDeclaration operation, IReadOnlyList<Expression> values)
    {
        Expression left = operation.Left is { } l ? values[0].Number(l) : values[0];
        Expression right = operation.Right is { } r ? values[0].Number(r) : values[values.Count - 1];
        return Expression.Elementwise(Kind(operation.Kind), left, right);
    }

    private static Expression Unary(ElementwiseDeclaration operation, Expression a) => operation.Kind switch
    {
        ElementwiseOperation.Square => a * a,
        _ when operation.Activation != Activation.None => Activations.Apply(operation.Activation, a),
        _ => new(a.Builder, a.Builder.Apply(Kind(operation.Kind), a.Value)),
    };

    private static OperationKind Kind(ElementwiseOperation operation) => operation switch
    {
        ElementwiseOperation.Add => OperationKind.Add,
        ElementwiseOperation.Subtract => OperationKind.Subtract,
        ElementwiseOperation.Multiply => OperationKind.Multiply,
        ElementwiseOperation.Divide => OperationKind.Divide,
        ElementwiseOperation.Max => OperationKind.Max,
        ElementwiseOperation.Min => OperationKind.Min,
        ElementwiseOperation.Abs => OperationKind.Abs,
        ElementwiseOperation.Exp => OperationKind.Exp,
        ElementwiseOperation.Log => OperationKind.Log,
        ElementwiseOperation.Sqrt => OperationKind.Sqrt,
        _ => throw new NotSupportedException($"Expected an operation with an equation, found {operation}."),
    };
}
