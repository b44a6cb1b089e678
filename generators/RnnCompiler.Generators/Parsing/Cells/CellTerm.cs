using RnnCompiler.Compiler.Cells;

namespace RnnCompiler.Generators.Parsing;

/// <summary>Symbolic value of an expression of a cell's method.</summary>
internal abstract record CellTerm;

/// <summary>A value of the cell.</summary>
/// <param name="Value">The value.</param>
internal sealed record ValueTerm(CellValue Value) : CellTerm;

/// <summary>A constant number.</summary>
/// <param name="Number">The number.</param>
internal sealed record NumberTerm(double Number) : CellTerm;

/// <summary>A tuple of terms.</summary>
/// <param name="Elements">The elements in order.</param>
internal sealed record TupleTerm(IReadOnlyList<CellTerm> Elements) : CellTerm;

/// <summary>The term of an expression that could not be read; its problem has been reported.</summary>
internal sealed record NoTerm : CellTerm
{
    /// <summary>Gets the single instance.</summary>
    public static NoTerm Instance { get; } = new();
}
