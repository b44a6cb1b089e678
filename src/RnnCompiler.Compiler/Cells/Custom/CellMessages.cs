using RnnCompiler.Compiler.Collections;
using static RnnCompiler.Compiler.Cells.CellProblemKind;

namespace RnnCompiler.Compiler.Cells;

/// <summary>Table of messages for the problems of cells. The reader is the author of the cell.</summary>
public static class CellMessages
{
    /// <summary>Returns the message: what was expected and what was found.</summary>
    public static string Message(CellProblem problem)
    {
        EquatableArray<string> d = problem.Details;
        return problem.Kind switch
        {
            ShapesContradict =>
                $"The shapes contradict each other: '{problem.Place.Text}' has {d[0]} where '{problem.Other!.Text}' (line {Line(problem.Other)}) has {d[1]} elements.",
            ShapeOpen => $"Nothing says the {d[1]} of '{d[0]}'. State its shape, such as {d[2]}.",
            InputNeverUsed => $"The input '{d[0]}' is never used: no result depends on it.",
            StateNeverUsed => $"The state '{d[0]}' is never used: no result depends on its value before the step. Remove the parameter: the first returned vector may be an "
                + $"output without one, and any other may be a local.",
            WeightNeverUsed => $"The weight '{d[0]}' is never used: no result depends on it, so it could not learn. Remove it.",
            CellUnfit => $"The cell {d[0]} should {d[1]}.",
            StepUnfit => $"The method Step of a cell should {d[0]}.",
            ParameterWrong => $"The parameter '{d[0]}' of a cell should {d[1]}; found {d[2]}.",
            ReturnWrong => $"A cell returns a Vector, its state after the step, or a tuple of them with names, such as (Vector h, Vector c); found {d[0]}.",
            StateMissing => $"Each returned vector but the first should be a state, with a parameter of its name after the input: Vector {d[0]}; found none.",
            NoState => "A cell should have a state: a returned vector with a parameter of its name after the input, such as Vector h; found none.",
            NoParameter => "A cell should have parameters: the input, its states, its weights; found none.",
            StatementNotAllowed => $"{d[0]} is not part of the language of cells. {d[1]}",
            ExpressionNotAllowed => $"{d[0]} is not part of the language of cells. {d[1]}",
            CallNotAllowed => $"{d[0]} cannot be called in a cell. {d[1]}",
            Recursion => $"A method that a cell calls should not call itself: {d[0]}. Each call is replaced by the body of the method.",
            TooLarge => $"With all that it calls, a cell should have at most {d[0]} expressions and calls.",
            ShapeWrong => $"[Shape] does not fit: {d[0]}; found {d[1]}.",
            InitializeWrong => $"[Initialize] does not fit: {d[0]}; found {d[1]}.",
            _ => throw new NotSupportedException($"There is no text for {problem.Kind}."),
        };
    }

    private static string Line(CellPlace place) => FormattableString.Invariant($"{place.Line}");
}
