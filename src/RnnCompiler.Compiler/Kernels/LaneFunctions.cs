using RnnCompiler.Compiler.Ir;

namespace RnnCompiler.Compiler.Kernels;

/// <summary>The table of lowering: from each elementwise operation to the function of lanes that computes it.</summary>
public static class LaneFunctions
{
    /// <summary>The function of an elementwise operation.</summary>
    /// <param name="kind">The operation.</param>
    /// <exception cref="InvalidOperationException">The operation is not elementwise, or is decomposed before lowering.</exception>
    public static VectorFunction Of(OperationKind kind) => kind switch
    {
        OperationKind.Add => VectorFunction.Add,
        OperationKind.Subtract => VectorFunction.Subtract,
        OperationKind.Multiply => VectorFunction.Multiply,
        OperationKind.Divide => VectorFunction.Divide,
        OperationKind.Max => VectorFunction.Max,
        OperationKind.Min => VectorFunction.Min,
        OperationKind.GreaterOrEqual => VectorFunction.GreaterOrEqual,
        OperationKind.Select => VectorFunction.Select,
        OperationKind.Negate => VectorFunction.Negate,
        OperationKind.Sigmoid => VectorFunction.Sigmoid,
        OperationKind.Tanh => VectorFunction.Tanh,
        OperationKind.Exp => VectorFunction.Exp,
        OperationKind.Log => VectorFunction.Log,
        OperationKind.Sqrt => VectorFunction.Sqrt,
        OperationKind.Relu => VectorFunction.Relu,
        OperationKind.Abs => VectorFunction.Abs,
        _ => throw new InvalidOperationException($"{kind} is not computed lane by lane: expected it to be decomposed, made a view or absorbed before lowering."),
    };
}
