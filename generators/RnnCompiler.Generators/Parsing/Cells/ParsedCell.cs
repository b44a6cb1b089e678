using Microsoft.CodeAnalysis;
using RnnCompiler.Compiler.Cells;

namespace RnnCompiler.Generators.Parsing;

/// <summary>One thing that is wrong with a cell, and where.</summary>
/// <param name="Problem">What.</param>
/// <param name="Place">The expression or declaration at fault.</param>
/// <param name="Other">Another place that it does not go together with, or null.</param>
internal sealed record PlacedCellProblem(CellProblem Problem, Location Place, Location? Other);

/// <summary>What became of a type with [Cell]. It holds places: only <see cref="Program"/> goes on from there.</summary>
/// <param name="Program">The cell, or null if something is wrong or still half-typed.</param>
/// <param name="Problems">What is wrong; nothing of what the C# compiler itself reports.</param>
internal sealed record ParsedCell(CellProgram? Program, IReadOnlyList<PlacedCellProblem> Problems);
