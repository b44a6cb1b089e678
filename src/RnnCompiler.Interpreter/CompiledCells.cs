using RnnCompiler.Compiler.Cells;
using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Compiler.Ir;
using RnnCompiler.Networks;

namespace RnnCompiler;

/// <summary>
/// Reader of custom cells from the assemblies that define them, where the generator stores their equations in [CompiledCell]. It is for tools that build models
/// from declarations.
/// </summary>
public static class CompiledCells
{
    /// <summary>Reads the equations of a cell.</summary>
    /// <param name="cell">The type with [Cell].</param>
    /// <exception cref="ArgumentException">
    /// The assembly has no equations of the type (it is no cell, is not accessible from other assemblies, or was built without the generator), or has them in
    /// another version.
    /// </exception>
    public static CellProgram Read(Type cell)
    {
        string text = CellSource.TextOf(cell);
        try
        {
            return CellText.Parse(text);
        }
        catch (IrFormatException fault)
        {
            throw new ArgumentException($"The compiled form of {cell} is malformed: {fault.Message}", nameof(cell), fault);
        }
    }

    /// <summary>Creates the declaration of a layer of a custom cell.</summary>
    /// <param name="cell">The type with [Cell].</param>
    /// <param name="hiddenSize">The number of units, at least 1.</param>
    /// <param name="dimensions">The named sizes of the cell, each as <c>name=size</c>.</param>
    /// <exception cref="ArgumentException">As <see cref="Read"/>. The sizes are checked with the declaration of the model.</exception>
    public static RecurrentDeclaration Layer(Type cell, int hiddenSize, params string[] dimensions) =>
        new(new CustomDeclaration(Read(cell), new(dimensions.Select(NamedSize.Parse))), hiddenSize, 1, false, Merge.Concat, null);
}
