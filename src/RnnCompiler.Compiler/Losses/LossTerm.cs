using RnnCompiler.Compiler.Ir;

namespace RnnCompiler.Compiler.Losses;

/// <summary>
/// A loss as its equation over one vector of outputs. Means are PyTorch's: the total of all terms divided by the number of
/// elements that they stand for.
/// </summary>
public abstract class LossTerm
{
    /// <summary>The total over the elements of one vector, f[], not yet divided.</summary>
    /// <param name="head">The outputs before their activation, f[n].</param>
    /// <param name="activation">The activation that the outputs are still to have; fused where that is stable.</param>
    /// <param name="target">f[n], or a class id i[].</param>
    public abstract Expression Total(Expression head, Activation activation, Expression target);

    /// <summary>How many elements one vector of outputs counts for in the mean.</summary>
    public virtual int Elements(int outputSize) => outputSize;
}
