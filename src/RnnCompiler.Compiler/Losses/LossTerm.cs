using RnnCompiler.Compiler.Ir;

namespace RnnCompiler.Compiler.Losses;

/// <summary>Equation of a loss over one vector of outputs. Means are those of PyTorch: the sum of all terms divided by the number of elements.</summary>
public abstract class LossTerm
{
    /// <summary>Returns the sum over the elements of one vector, f[], not yet divided.</summary>
    /// <param name="head">The outputs before their activation, f[n].</param>
    /// <param name="activation">The activation that has not been applied to the outputs; it is fused if that is numerically stable.</param>
    /// <param name="target">f[n], or a class id i[].</param>
    public abstract Expression Total(Expression head, Activation activation, Expression target);

    /// <summary>Returns the number of elements that one vector of outputs counts for in the mean.</summary>
    public virtual int Elements(int outputSize) => outputSize;
}
