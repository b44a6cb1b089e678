using System.Numerics;
using System.Numerics.Tensors;
using RnnCompiler.Compiler.Ir;

namespace RnnCompiler.Interpreter.Functions;

/// <summary>
/// Semantics of the functions of one element that are more than one IEEE operation: over spans for equations, and of one element in double precision for the
/// lanes of lowered programs.
/// </summary>
internal static class UnaryFunctions
{
    /// <summary>Computes a function of each element.</summary>
    /// <param name="kind">The function.</param>
    /// <param name="x">The arguments.</param>
    /// <param name="y">The results, as many as there are arguments.</param>
    /// <exception cref="NotSupportedException">The operation is no such function.</exception>
    public static void Apply<T>(OperationKind kind, ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        switch (kind)
        {
            case OperationKind.Sigmoid:
                TensorPrimitives.Sigmoid(x, y);
                break;
            case OperationKind.Tanh:
                TensorPrimitives.Tanh(x, y);
                break;
            case OperationKind.Exp:
                TensorPrimitives.Exp(x, y);
                break;
            case OperationKind.Log:
                TensorPrimitives.Log(x, y);
                break;
            case OperationKind.Sqrt:
                TensorPrimitives.Sqrt(x, y);
                break;
            case OperationKind.Sin:
                TensorPrimitives.Sin(x, y);
                break;
            default:
                throw new NotSupportedException($"{kind} has no meaning in the interpreter.");
        }
    }

    /// <summary>Computes a function of one element.</summary>
    /// <param name="kind">The function.</param>
    /// <param name="x">The argument.</param>
    /// <exception cref="NotSupportedException">The operation is no such function.</exception>
    public static double Apply(OperationKind kind, double x) => kind switch
    {
        OperationKind.Sigmoid => 1 / (1 + Math.Exp(-x)),
        OperationKind.Tanh => Math.Tanh(x),
        OperationKind.Exp => Math.Exp(x),
        OperationKind.Log => Math.Log(x),
        OperationKind.Sqrt => Math.Sqrt(x),
        OperationKind.Sin => Math.Sin(x),
        _ => throw new NotSupportedException($"{kind} has no meaning in the interpreter."),
    };
}
