using RnnCompiler.Compiler.Declarations;

namespace RnnCompiler.Compiler.Cells;

/// <summary>The ways in which a cell can be wrong; each has its text in <see cref="CellMessages"/>.</summary>
public enum CellProblemKind
{
    /// <summary>Sizes that should be one differ. Other place: where the other was settled. Details: the sizes, this place's first.</summary>
    ShapesContradict,

    /// <summary>Nothing says a size of a parameter. Details: the parameter, which of its sizes, an example of the attribute.</summary>
    ShapeOpen,

    /// <summary>No result depends on the input. Details: its name.</summary>
    InputNeverUsed,

    /// <summary>No result depends on a state. Details: its name.</summary>
    StateNeverUsed,

    /// <summary>No result depends on a weight. Details: its name.</summary>
    WeightNeverUsed,
}

/// <summary>Somewhere in the source of a cell.</summary>
/// <param name="Id">A number by which the front end knows the place.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Text">What stands there.</param>
public sealed record CellPlace(int Id, int Line, string Text);

/// <summary>One way in which a cell is wrong.</summary>
/// <param name="Kind">Which rule it breaks.</param>
/// <param name="Place">The expression or parameter at fault.</param>
/// <param name="Other">Another place that it does not go together with, or null.</param>
/// <param name="Details">What was expected and found, as text; which, is said at the kind.</param>
public sealed record CellProblem(CellProblemKind Kind, CellPlace Place, CellPlace? Other, EquatableArray<string> Details)
{
    /// <summary>What was expected and what was found, in one sentence or two.</summary>
    public string Message => CellMessages.Message(this);
}
