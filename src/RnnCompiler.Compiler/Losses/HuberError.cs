using RnnCompiler.Compiler.Cells;
using RnnCompiler.Compiler.Ir;
using static RnnCompiler.Compiler.Ir.Expression;

namespace RnnCompiler.Compiler.Losses;

/// <summary>
/// Σ ½e² where |e| ≤ δ, else δ(|e| − ½δ), with e = y − t (Huber 1964). Written as m(|e| − ½m) with m = min(|e|, δ), which is the
/// same on both sides and has no branch whose unused half could overflow.
/// </summary>
/// <param name="delta">δ, positive: where the parabola turns into a line.</param>
public sealed class HuberError(double delta) : LossTerm
{
    /// <inheritdoc/>
    public override Expression Total(Expression head, Activation activation, Expression target)
    {
        Expression size = Abs((Activations.Apply(activation, head) - target).Named("error"));
        Expression capped = Min(size, size.Number(delta)).Named("capped");
        return Sum(capped * (size - 0.5 * capped));
    }
}
