using RnnCompiler.Compiler.Declarations;
using static RnnCompiler.Compiler.Cells.CellProblemKind;

namespace RnnCompiler.Compiler.Cells;

/// <summary>The table of texts: what each kind of problem says to whoever wrote the cell.</summary>
public static class CellMessages
{
    /// <summary>What was expected and what was found.</summary>
    public static string Message(CellProblem problem)
    {
        EquatableArray<string> d = problem.Details;
        return problem.Kind switch
        {
            ShapesContradict =>
                $"The shapes contradict each other: '{problem.Place.Text}' has {d[0]} where '{problem.Other!.Text}' (line {Line(problem.Other)}) has {d[1]} elements.",
            ShapeOpen => $"Nothing says the {d[1]} of '{d[0]}'. State its shape, such as {d[2]}.",
            InputNeverUsed => $"The input '{d[0]}' is never used: no result depends on it.",
            StateNeverUsed => $"The state '{d[0]}' is never used: no result depends on its value before the step. Make it a local, or remove it.",
            WeightNeverUsed => $"The weight '{d[0]}' is never used: no result depends on it, so it could not learn. Remove it.",
            _ => throw new NotSupportedException($"There is no text for {problem.Kind}."),
        };
    }

    private static string Line(CellPlace place) => FormattableString.Invariant($"{place.Line}");
}
