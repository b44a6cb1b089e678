using RnnCompiler.Compiler.Declarations;

namespace RnnCompiler.Compiler.Losses;

/// <summary>Table of the equations of declared losses.</summary>
public static class LossLibrary
{
    /// <summary>Creates the loss of a declaration that names it.</summary>
    /// <exception cref="NotSupportedException">There is no equation for this loss.</exception>
    public static LossTerm Create(ModelDeclaration declaration) => Create(declaration.Loss, declaration.HuberDelta);

    /// <summary>Creates a loss.</summary>
    /// <param name="loss">The loss.</param>
    /// <param name="delta">The absolute error above which the Huber loss is linear.</param>
    /// <exception cref="NotSupportedException">There is no equation for this loss.</exception>
    public static LossTerm Create(Loss loss, double delta) => loss switch
    {
        Loss.MeanSquaredError => new SquaredError(),
        Loss.MeanAbsoluteError => new AbsoluteError(),
        Loss.Huber => new HuberError(delta),
        Loss.BinaryCrossEntropy => new BinaryCrossEntropy(),
        Loss.CrossEntropy => new CrossEntropy(),
        _ => throw new NotSupportedException($"Expected a loss with an equation, found {loss}."),
    };
}
