using RnnCompiler.Compiler.Collections;

namespace RnnCompiler.Compiler.Cells;

/// <summary>Kinds of problems of a cell; <see cref="CellMessages"/> has the message of each.</summary>
public enum CellProblemKind
{
    /// <summary>Two sizes that must be equal differ. Other place: where the other size was determined. Details: the sizes, this place's first.</summary>
    ShapesContradict,

    /// <summary>A size of a parameter is not determined. Details: the parameter, which of its sizes, an example of the attribute.</summary>
    ShapeOpen,

    /// <summary>No result depends on the input. Details: its name.</summary>
    InputNeverUsed,

    /// <summary>No result depends on a state. Details: its name.</summary>
    StateNeverUsed,

    /// <summary>No result depends on a weight. Details: its name.</summary>
    WeightNeverUsed,

    /// <summary>The type cannot be a cell. Details: its name, what to change.</summary>
    CellUnfit,

    /// <summary>The method Step cannot be that of a cell. Details: what it must be or have.</summary>
    StepUnfit,

    /// <summary>A parameter has a type or modifier that cells do not allow. Details: its name, what to change, what was found.</summary>
    ParameterWrong,

    /// <summary>The returned value is neither a Vector nor a tuple of named ones. Details: what was found.</summary>
    ReturnWrong,

    /// <summary>A returned vector other than the first is not a parameter. Details: its name.</summary>
    StateMissing,

    /// <summary>No returned vector is a parameter, so the cell has no state.</summary>
    NoState,

    /// <summary>The method Step has no parameters.</summary>
    NoParameter,

    /// <summary>A statement that cells do not allow. Details: what it is, how to write it instead.</summary>
    StatementNotAllowed,

    /// <summary>An expression that cells do not allow. Details: what it is, how to write it instead.</summary>
    ExpressionNotAllowed,

    /// <summary>A call that cannot be read. Details: the method, what to do instead.</summary>
    CallNotAllowed,

    /// <summary>A method calls itself, directly or through other methods. Details: the chain of calls.</summary>
    Recursion,

    /// <summary>A cell, with all methods that it calls, has too many expressions. Details: the maximum number.</summary>
    TooLarge,

    /// <summary>[Shape] has a wrong argument. Details: what was expected, what was found.</summary>
    ShapeWrong,

    /// <summary>[Initialize] has a wrong argument. Details: what was expected, what was found.</summary>
    InitializeWrong,
}

/// <summary>A place in the source of a cell.</summary>
/// <param name="Id">The number that the front end uses for the place.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Text">The source text at the place.</param>
public sealed record CellPlace(int Id, int Line, string Text);

/// <summary>A problem of a cell.</summary>
/// <param name="Kind">The rule that the cell breaks.</param>
/// <param name="Place">The expression or parameter at fault.</param>
/// <param name="Other">Another place that conflicts with it, or null.</param>
/// <param name="Details">The details that the kind defines, as text.</param>
public sealed record CellProblem(CellProblemKind Kind, CellPlace Place, CellPlace? Other, EquatableArray<string> Details)
{
    /// <summary>Gets the message in one or two sentences: what was expected and what was found.</summary>
    public string Message => CellMessages.Message(this);
}
