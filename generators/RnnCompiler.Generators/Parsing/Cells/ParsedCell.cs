using Microsoft.CodeAnalysis;
using RnnCompiler.Compiler.Cells;

namespace RnnCompiler.Generators.Parsing;

/// <summary>A problem with a cell, and its location.</summary>
/// <param name="Problem">The problem.</param>
/// <param name="Place">The location of the expression or declaration at fault.</param>
/// <param name="Other">The location of another expression that conflicts with it, or null.</param>
internal sealed record PlacedCellProblem(CellProblem Problem, Location Place, Location? Other);

/// <summary>Result of reading a type with [Cell]. It holds locations, so later steps use only <see cref="Program"/>.</summary>
/// <param name="Program">The cell, or null if it is faulty or incomplete.</param>
/// <param name="Problems">The problems, without those that the C# compiler reports itself.</param>
internal sealed record ParsedCell(CellProgram? Program, IReadOnlyList<PlacedCellProblem> Problems);
