using Microsoft.CodeAnalysis;
using RnnCompiler.Compiler.Cells;

namespace RnnCompiler.Generators.Parsing;

/// <summary>Places of one cell in source code, by the numbers that the compiler uses for them, and the problems at those places.</summary>
internal sealed class CellPlaces
{
    private const int LongestText = 60;

    private readonly List<Location> _locations = [];
    private readonly List<PlacedCellProblem> _problems = [];

    /// <summary>Gets or sets whether the C# compiler itself reports an error; then missing parts of the cell are not reported.</summary>
    public bool IsUnreadable { get; set; }

    /// <summary>Gets the problems.</summary>
    public IReadOnlyList<PlacedCellProblem> Problems => _problems;

    /// <summary>Returns the place of a syntax node.</summary>
    public CellPlace Of(SyntaxNode node) => Of(node.GetLocation(), node.ToString());

    /// <summary>Returns the place of a location.</summary>
    /// <param name="location">The location.</param>
    /// <param name="text">The source text there; line breaks are removed and long text is truncated.</param>
    public CellPlace Of(Location location, string text)
    {
        _locations.Add(location);
        string line = string.Join(" ", text.Split([' ', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries));
        if (line.Length > LongestText)
            line = line.Substring(0, LongestText - 1) + "…";
        return new CellPlace(_locations.Count - 1, location.GetLineSpan().StartLinePosition.Line + 1, line);
    }

    /// <summary>Reports a problem at a place.</summary>
    public void Add(CellProblemKind kind, CellPlace place, params string[] details) => Add(new CellProblem(kind, place, null, new(details)));

    /// <summary>Reports a problem.</summary>
    public void Add(CellProblem problem) =>
        _problems.Add(new PlacedCellProblem(problem, _locations[problem.Place.Id], problem.Other is { } other ? _locations[other.Id] : null));
}
