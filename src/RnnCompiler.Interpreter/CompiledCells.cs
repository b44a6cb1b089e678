using System.Reflection;
using RnnCompiler.Compiler.Cells;
using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Compiler.Ir;
using RnnCompiler.CompilerServices;

namespace RnnCompiler;

/// <summary>
/// Reads cells that users wrote from the assemblies that define them, where the generator left their equations in [CompiledCell]: for tools that make models out of
/// declarations.
/// </summary>
public static class CompiledCells
{
    /// <summary>The equations of a cell.</summary>
    /// <param name="cell">The type with [Cell].</param>
    /// <exception cref="ArgumentException">
    /// The assembly of the type does not hold its equations: it is no cell, cannot be named from outside, or was built without the generator; or it holds them
    /// in another version.
    /// </exception>
    public static CellProgram Read(Type cell)
    {
        ArgumentNullException.ThrowIfNull(cell);
        CompiledCellAttribute compiled = cell.Assembly.GetCustomAttributes<CompiledCellAttribute>().FirstOrDefault(a => a.CellName == cell.FullName)
            ?? throw new ArgumentException($"Expected a cell that its assembly, {cell.Assembly.GetName().Name}, holds in compiled form; found {cell}.", nameof(cell));
        if (!CellText.Reads(compiled.Version))
            throw new ArgumentException($"Expected the compiled form of {cell} in a version up to {CellText.Version}, found version {compiled.Version}.", nameof(cell));
        try
        {
            return CellText.Parse(compiled.Ir);
        }
        catch (IrFormatException fault)
        {
            throw new ArgumentException($"The compiled form of {cell} is malformed: {fault.Message}", nameof(cell), fault);
        }
    }

    /// <summary>A layer over a cell, for a declaration.</summary>
    /// <param name="cell">The type with [Cell].</param>
    /// <param name="hiddenSize">Units, at least 1.</param>
    /// <param name="dimensions">The sizes that the cell names, each as <c>name=size</c>.</param>
    /// <exception cref="ArgumentException">As of <see cref="Read"/>; whether the sizes fit is for the rules of declarations to say.</exception>
    public static RecurrentDeclaration Layer(Type cell, int hiddenSize, params string[] dimensions) =>
        new(new CustomDeclaration(Read(cell), new(dimensions.Select(NamedSize.Parse))), hiddenSize, 1, false, Merge.Concat, null);
}
