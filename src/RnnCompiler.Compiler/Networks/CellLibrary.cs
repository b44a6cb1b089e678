using RnnCompiler.Compiler.Cells;
using RnnCompiler.Compiler.Declarations;

namespace RnnCompiler.Compiler.Networks;

/// <summary>Table of the equations of declared cells.</summary>
public static class CellLibrary
{
    /// <summary>Creates the cell of a declaration for the given sizes.</summary>
    /// <param name="declaration">The declared cell.</param>
    /// <param name="inputSize">The length of x.</param>
    /// <param name="hiddenSize">The number of units.</param>
    /// <param name="useBias">Whether the products of a built-in cell have biases.</param>
    /// <exception cref="NotSupportedException">There are no equations for this kind of declaration.</exception>
    public static Cell Create(CellDeclaration declaration, int inputSize, int hiddenSize, bool useBias = true) => declaration switch
    {
        ElmanDeclaration elman => new ElmanCell(inputSize, hiddenSize, rectified: elman.Activation == Activation.Relu, useBias),
        LstmDeclaration => new LstmCell(inputSize, hiddenSize, useBias),
        GruDeclaration gru => new GruCell(inputSize, hiddenSize, gru.ResetAfter, useBias),
        CustomDeclaration custom => new CustomCell(
            custom.Program,
            new CellSizes(inputSize, hiddenSize, custom.Dimensions.ToDictionary(static d => d.Name, static d => d.Size, StringComparer.Ordinal))),
        _ => throw new NotSupportedException($"Expected a declared cell with equations, found {declaration.GetType().Name}."),
    };
}
