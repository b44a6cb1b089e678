using RnnCompiler.Compiler.Cells;
using RnnCompiler.Compiler.Ir;
using static RnnCompiler.Compiler.Ir.Expression;

namespace RnnCompiler.Compiler.Losses;

/// <summary>Σ (y − t)².</summary>
public sealed class SquaredError : LossTerm
{
    /// <inheritdoc/>
    public override Expression Total(Expression head, Activation activation, Expression target)
    {
        Expression error = (Activations.Apply(activation, head) - target).Named("error");
        return Sum(error * error);
    }
}
