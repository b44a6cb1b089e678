using RnnCompiler.Compiler.Ir;

namespace RnnCompiler.Compiler.Losses;

/// <summary>Equation of a loss over one vector of outputs. Weights contain the divisor of the mean, so that a loss is a sum of weighted terms.</summary>
public abstract class LossTerm
{
    /// <summary>Returns the weighted sum over the elements of one vector, f[].</summary>
    /// <param name="head">The outputs before their activation, f[n].</param>
    /// <param name="activation">The activation that has not been applied to the outputs; it is fused if that is numerically stable.</param>
    /// <param name="target">f[n], or a class id i[].</param>
    /// <param name="weight">The factor of all terms, f[].</param>
    public Expression Total(Expression head, Activation activation, Expression target, Expression weight)
    {
        Expression terms = Terms(head, activation, target);
        return terms.Value.Type.IsScalar ? weight * terms : Expression.Sum(weight * terms);
    }

    /// <summary>Returns the term of each element, f[n], or one term for the whole vector, f[].</summary>
    /// <param name="head">The outputs before their activation, f[n].</param>
    /// <param name="activation">The activation that has not been applied to the outputs.</param>
    /// <param name="target">f[n], or a class id i[].</param>
    protected abstract Expression Terms(Expression head, Activation activation, Expression target);

    /// <summary>Returns the number of elements that one vector of outputs counts for in the mean.</summary>
    public virtual int Elements(int outputSize) => outputSize;
}
