using RnnCompiler.Compiler.Cells;
using RnnCompiler.Compiler.Declarations;

namespace RnnCompiler.Compiler.Networks;

/// <summary>The one place that knows which equations a declared cell stands for.</summary>
public static class CellLibrary
{
    /// <summary>The cell of a declaration for the given sizes.</summary>
    /// <param name="declaration">Which cell.</param>
    /// <param name="inputSize">The length of x.</param>
    /// <param name="hiddenSize">Units.</param>
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
