using System.ComponentModel;

namespace RnnCompiler.CompilerServices;

/// <summary>Equations of a custom cell as text, which the generator writes, so that other assemblies and the interpreted runtime can use the cell without its source.</summary>
/// <param name="cell">The type with <see cref="CellAttribute"/>.</param>
/// <param name="version">The version of the format.</param>
/// <param name="ir">The cell's equations as text.</param>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class CompiledCellAttribute(Type cell, int version, string ir) : Attribute
{
    /// <summary>The type with <see cref="CellAttribute"/>.</summary>
    public Type Cell { get; } = cell;

    /// <summary>The version of the format.</summary>
    public int Version { get; } = version;

    /// <summary>The cell's equations as text.</summary>
    public string Ir { get; } = ir;
}
