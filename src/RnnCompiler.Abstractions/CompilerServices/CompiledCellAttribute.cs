using System.ComponentModel;

namespace RnnCompiler.CompilerServices;

/// <summary>The equations of a cell, which the generator leaves in the assembly that defines it, so that other assemblies and tools need no source.</summary>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class CompiledCellAttribute : Attribute
{
    /// <summary>Attaches the equations of a cell.</summary>
    /// <param name="cell">The type with <see cref="CellAttribute"/>.</param>
    /// <param name="version">The version of the format.</param>
    /// <param name="ir">The cell's equations as text.</param>
    public CompiledCellAttribute(Type cell, int version, string ir)
        : this(cell.FullName!, version, ir)
    {
    }

    /// <summary>Attaches the equations of a cell whose type cannot be named in code, since it is obsolete and its use an error.</summary>
    /// <param name="cellName">The full name of the type, as metadata spells it.</param>
    /// <param name="version">The version of the format.</param>
    /// <param name="ir">The cell's equations as text.</param>
    public CompiledCellAttribute(string cellName, int version, string ir)
    {
        CellName = cellName;
        Version = version;
        Ir = ir;
    }

    /// <summary>The full name of the type with <see cref="CellAttribute"/>.</summary>
    public string CellName { get; }

    /// <summary>The version of the format.</summary>
    public int Version { get; }

    /// <summary>The cell's equations as text.</summary>
    public string Ir { get; }
}
