using RnnCompiler.Compiler.Cells;
using RnnCompiler.Compiler.Ir;

namespace RnnCompiler.Compiler.Losses;

/// <summary>Σ (y − t)².</summary>
public sealed class SquaredError : LossTerm
{
    /// <inheritdoc/>
    protected override Expression Terms(Expression head, Activation activation, Expression target)
    {
        Expression error = (Activations.Apply(activation, head) - target).Named("error");
        return error * error;
    }
}
