using RnnCompiler.Compiler.Declarations;

namespace RnnCompiler.Compiler.Cells;

/// <summary>The one place that knows which equations a declared cell stands for.</summary>
public static class CellLibrary
{
    /// <summary>The cell of a declaration for the given sizes.</summary>
    /// <exception cref="NotSupportedException">There are no equations for this kind of declaration.</exception>
    public static Cell Create(CellDeclaration declaration, int inputSize, int hiddenSize) => declaration switch
    {
        ElmanDeclaration elman => new ElmanCell(inputSize, hiddenSize, rectified: elman.Activation == Activation.Relu),
        LstmDeclaration => new LstmCell(inputSize, hiddenSize),
        GruDeclaration gru => new GruCell(inputSize, hiddenSize, gru.ResetAfter),
        WrittenDeclaration written => new WrittenCell(
            written.Program,
            new CellSizes(inputSize, hiddenSize, written.Dimensions.ToDictionary(static d => d.Name, static d => d.Size, StringComparer.Ordinal))),
        _ => throw new NotSupportedException($"Expected a declared cell with equations, found {declaration.GetType().Name}."),
    };
}
