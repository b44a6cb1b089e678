using RnnCompiler.Compiler.Cells;
using RnnCompiler.Compiler.Ir;
using static RnnCompiler.Compiler.Ir.Expression;

namespace RnnCompiler.Compiler.Losses;

/// <summary>
/// Σ ½e² if |e| ≤ δ, else δ(|e| − ½δ), with e = y − t (Huber 1964). Computed as m(|e| − ½m) with m = min(|e|, δ), which is equal in both cases and
/// has no unused branch that could overflow.
/// </summary>
/// <param name="delta">δ, positive: the absolute error above which the loss is linear.</param>
public sealed class HuberError(double delta) : LossTerm
{
    /// <inheritdoc/>
    protected override Expression Terms(Expression head, Activation activation, Expression target)
    {
        Expression size = Abs((Activations.Apply(activation, head) - target).Named("error"));
        Expression capped = Min(size, size.Number(delta)).Named("capped");
        return capped * (size - 0.5 * capped);
    }
}
