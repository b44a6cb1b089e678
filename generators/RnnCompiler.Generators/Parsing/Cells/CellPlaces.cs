using Microsoft.CodeAnalysis;
using RnnCompiler.Compiler.Cells;

namespace RnnCompiler.Generators.Parsing;

/// <summary>The places of one cell, by the numbers under which the compiler knows them, and what is wrong at them.</summary>
internal sealed class CellPlaces
{
    private const int LongestText = 60;

    private readonly List<Location> _locations = [];
    private readonly List<PlacedCellProblem> _problems = [];

    /// <summary>Whether the C# compiler itself reports something: then nothing that is missing means anything.</summary>
    public bool IsUnreadable { get; set; }

    /// <summary>What is wrong.</summary>
    public IReadOnlyList<PlacedCellProblem> Problems => _problems;

    /// <summary>A place in source.</summary>
    public CellPlace Of(SyntaxNode node) => Of(node.GetLocation(), node.ToString());

    /// <summary>A place in source.</summary>
    /// <param name="location">Where.</param>
    /// <param name="text">What stands there; line breaks and what is too long are left out.</param>
    public CellPlace Of(Location location, string text)
    {
        _locations.Add(location);
        string line = string.Join(" ", text.Split([' ', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries));
        if (line.Length > LongestText)
            line = line.Substring(0, LongestText - 1) + "…";
        return new CellPlace(_locations.Count - 1, location.GetLineSpan().StartLinePosition.Line + 1, line);
    }

    /// <summary>Says what is wrong at a place.</summary>
    public void Add(CellProblemKind kind, CellPlace place, params string[] details) => Add(new CellProblem(kind, place, null, new(details)));

    /// <summary>Says what is wrong.</summary>
    public void Add(CellProblem problem) =>
        _problems.Add(new PlacedCellProblem(problem, _locations[problem.Place.Id], problem.Other is { } other ? _locations[other.Id] : null));
}
