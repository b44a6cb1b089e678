using RnnCompiler.Compiler.Ir;

namespace RnnCompiler.Compiler.Cells;

/// <summary>The equations of the activations of dense layers.</summary>
internal static class Activations
{
    public static Expression Apply(Activation activation, Expression a) => activation switch
    {
        Activation.None => a,
        Activation.Tanh => Expression.Tanh(a),
        Activation.Relu => Expression.Relu(a),
        Activation.Sigmoid => Expression.Sigmoid(a),
        Activation.Softmax => Expression.Softmax(a),
        _ => throw new NotSupportedException($"Expected an activation with an equation, found {activation}."),
    };
}
