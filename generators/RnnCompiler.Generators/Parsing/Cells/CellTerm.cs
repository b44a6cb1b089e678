using RnnCompiler.Compiler.Cells;

namespace RnnCompiler.Generators.Parsing;

/// <summary>What an expression of a cell's method stands for while it is read.</summary>
internal abstract record CellTerm;

/// <summary>A value of the cell.</summary>
/// <param name="Value">The value.</param>
internal sealed record ValueTerm(CellValue Value) : CellTerm;

/// <summary>A number that is known now.</summary>
/// <param name="Number">The number.</param>
internal sealed record NumberTerm(double Number) : CellTerm;

/// <summary>Several at once.</summary>
/// <param name="Elements">They in order.</param>
internal sealed record TupleTerm(IReadOnlyList<CellTerm> Elements) : CellTerm;

/// <summary>Something that could not be read; what is wrong with it has been said.</summary>
internal sealed record NoTerm : CellTerm
{
    /// <summary>The one there is.</summary>
    public static NoTerm Instance { get; } = new();
}
