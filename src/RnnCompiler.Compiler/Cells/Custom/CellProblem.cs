using RnnCompiler.Compiler.Collections;

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

    /// <summary>The type cannot be a cell. Details: its name, what it should do.</summary>
    CellUnfit,

    /// <summary>The method Step cannot be that of a cell. Details: what it should be or have.</summary>
    StepUnfit,

    /// <summary>A parameter is not what parameters of cells are. Details: its name, what it should do, what was found.</summary>
    ParameterWrong,

    /// <summary>What is returned is neither a Vector nor a tuple of named ones. Details: what was found.</summary>
    ReturnWrong,

    /// <summary>A returned vector other than the first is no parameter. Details: its name.</summary>
    StateMissing,

    /// <summary>No returned vector is a parameter, so nothing is carried from step to step.</summary>
    NoState,

    /// <summary>The method Step has no parameters.</summary>
    NoParameter,

    /// <summary>A statement that cells do not have. Details: what it is, how to write it instead.</summary>
    StatementNotAllowed,

    /// <summary>An expression that cells do not have. Details: what it is, how to write it instead.</summary>
    ExpressionNotAllowed,

    /// <summary>A call that cannot be read. Details: the method, what to do instead.</summary>
    CallNotAllowed,

    /// <summary>A method calls itself, over others perhaps. Details: the chain.</summary>
    Recursion,

    /// <summary>With all that it calls, a cell has too many expressions. Details: the greatest number.</summary>
    TooLarge,

    /// <summary>[Shape] does not fit. Details: what was expected, what was found.</summary>
    ShapeWrong,

    /// <summary>[Initialize] does not fit. Details: what was expected, what was found.</summary>
    InitializeWrong,
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
