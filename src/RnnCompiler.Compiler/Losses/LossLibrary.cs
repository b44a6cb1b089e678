using RnnCompiler.Compiler.Declarations;

namespace RnnCompiler.Compiler.Losses;

/// <summary>Table of the equations of declared losses.</summary>
public static class LossLibrary
{
    /// <summary>Creates the loss of a declaration.</summary>
    /// <exception cref="NotSupportedException">There is no equation for this loss.</exception>
    public static LossTerm Create(ModelDeclaration declaration) => declaration.Loss switch
    {
        Loss.MeanSquaredError => new SquaredError(),
        Loss.MeanAbsoluteError => new AbsoluteError(),
        Loss.Huber => new HuberError(declaration.HuberDelta),
        Loss.BinaryCrossEntropy => new BinaryCrossEntropy(),
        Loss.CrossEntropy => new CrossEntropy(),
        _ => throw new NotSupportedException($"Expected a loss with an equation, found {declaration.Loss}."),
    };
}
