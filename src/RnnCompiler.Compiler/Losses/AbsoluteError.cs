using RnnCompiler.Compiler.Cells;
using RnnCompiler.Compiler.Ir;
using static RnnCompiler.Compiler.Ir.Expression;

namespace RnnCompiler.Compiler.Losses;

/// <summary>Σ |y − t|; the derivative at y = t is 0.</summary>
public sealed class AbsoluteError : LossTerm
{
    /// <inheritdoc/>
    protected override Expression Terms(Expression head, Activation activation, Expression target) =>
        Abs((Activations.Apply(activation, head) - target).Named("error"));
}
