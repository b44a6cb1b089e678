using RnnCompiler.Compiler.Cells;

namespace RnnCompiler.Generators.Parsing;

/// <summary>A value of the cell.</summary>
/// <param name="Value">The value.</param>
internal sealed record ValueTerm(CellValue Value) : Term;
