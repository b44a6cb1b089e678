using RnnCompiler.Compiler.Ir;

namespace RnnCompiler.Compiler.Losses;

/// <summary>
/// Σ −t log p − (1 − t) log(1 − p) with p = σ(z), computed from the logits z so that no logarithm has the argument 0. A sigmoid head is fused; the
/// outputs of a head without activation are the logits.
/// </summary>
public sealed class BinaryCrossEntropy : LossTerm
{
    /// <inheritdoc/>
    protected override Expression Terms(Expression head, Activation activation, Expression target) =>
        new(head.Builder, head.Builder.Apply(OperationKind.SigmoidCrossEntropy, head.Value, target.Value));
}
