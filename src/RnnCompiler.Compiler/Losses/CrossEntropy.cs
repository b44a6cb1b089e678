using RnnCompiler.Compiler.Ir;

namespace RnnCompiler.Compiler.Losses;

/// <summary>
/// −log p[class] with p = softmax(z), computed from the logits z as log Σ exp(zⱼ) − z[class]. A softmax head is fused; the outputs of a head without
/// activation are the logits. One vector of outputs counts as one element.
/// </summary>
public sealed class CrossEntropy : LossTerm
{
    /// <inheritdoc/>
    protected override Expression Terms(Expression head, Activation activation, Expression target) =>
        new(head.Builder, head.Builder.Apply(OperationKind.SoftmaxCrossEntropy, head.Value, target.Value));

    /// <inheritdoc/>
    public override int Elements(int outputSize) => 1;
}
