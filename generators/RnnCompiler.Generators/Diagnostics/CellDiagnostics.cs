using Microsoft.CodeAnalysis;
using RnnCompiler.Compiler.Cells;
using RnnCompiler.Generators.Parsing;
using static RnnCompiler.Generators.Diagnostics.HelpLinks;

namespace RnnCompiler.Generators.Diagnostics;

/// <summary>Diagnostics of custom cells. Their messages are those of the compiler.</summary>
internal static class CellDiagnostics
{
    private const DiagnosticSeverity Error = DiagnosticSeverity.Error;
    private const string Message = "{0}";

    private static readonly DiagnosticDescriptor Cell = new(
        "RNN0201", "A type cannot be a cell", Message, Category, Error, isEnabledByDefault: true, helpLinkUri: Page("RNN0201"));

    private static readonly DiagnosticDescriptor Signature = new(
        "RNN0202", "The signature of a cell is wrong", Message, Category, Error, isEnabledByDefault: true, helpLinkUri: Page("RNN0202"));

    private static readonly DiagnosticDescriptor Statement = new(
        "RNN0203", "A statement is not supported in cells", Message, Category, Error, isEnabledByDefault: true, helpLinkUri: Page("RNN0203"));

    private static readonly DiagnosticDescriptor Expression = new(
        "RNN0204", "An expression is not supported in cells", Message, Category, Error, isEnabledByDefault: true, helpLinkUri: Page("RNN0204"));

    private static readonly DiagnosticDescriptor Call = new(
        "RNN0205", "A method cannot be called in a cell", Message, Category, Error, isEnabledByDefault: true, helpLinkUri: Page("RNN0205"));

    private static readonly DiagnosticDescriptor Size = new(
        "RNN0206", "A cell is recursive or too large", Message, Category, Error, isEnabledByDefault: true, helpLinkUri: Page("RNN0206"));

    private static readonly DiagnosticDescriptor Contradiction = new(
        "RNN0207", "The shapes of a cell contradict each other", Message, Category, Error, isEnabledByDefault: true, helpLinkUri: Page("RNN0207"));

    private static readonly DiagnosticDescriptor Open = new(
        "RNN0208", "A shape of a cell is not known", Message, Category, Error, isEnabledByDefault: true, helpLinkUri: Page("RNN0208"));

    private static readonly DiagnosticDescriptor Unused = new(
        "RNN0209", "A parameter of a cell is never used", Message, Category, Error, isEnabledByDefault: true, helpLinkUri: Page("RNN0209"));

    private static readonly DiagnosticDescriptor Shape = new(
        "RNN0210", "[Shape] does not fit", Message, Category, Error, isEnabledByDefault: true, helpLinkUri: Page("RNN0210"));

    private static readonly DiagnosticDescriptor Initialize = new(
        "RNN0211", "[Initialize] does not fit", Message, Category, Error, isEnabledByDefault: true, helpLinkUri: Page("RNN0211"));

    /// <summary>Gets all descriptors.</summary>
    public static IEnumerable<DiagnosticDescriptor> All => Enum.GetValues(typeof(CellProblemKind)).Cast<CellProblemKind>().Select(Of).Distinct();

    /// <summary>Creates the diagnostic of a problem.</summary>
    public static Diagnostic Create(PlacedCellProblem problem) =>
        Diagnostic.Create(Of(problem.Problem.Kind), problem.Place, problem.Other is { } other ? [other] : null, problem.Problem.Message);

    private static DiagnosticDescriptor Of(CellProblemKind kind) => kind switch
    {
        CellProblemKind.CellUnfit or CellProblemKind.StepUnfit => Cell,
        CellProblemKind.ParameterWrong or CellProblemKind.ReturnWrong or CellProblemKind.StateMissing or CellProblemKind.NoState
            or CellProblemKind.NoParameter => Signature,
        CellProblemKind.StatementNotAllowed => Statement,
        CellProblemKind.ExpressionNotAllowed => Expression,
        CellProblemKind.CallNotAllowed => Call,
        CellProblemKind.Recursion or CellProblemKind.TooLarge => Size,
        CellProblemKind.ShapesContradict => Contradiction,
        CellProblemKind.ShapeOpen => Open,
        CellProblemKind.InputNeverUsed or CellProblemKind.StateNeverUsed or CellProblemKind.WeightNeverUsed => Unused,
        CellProblemKind.ShapeWrong => Shape,
        CellProblemKind.InitializeWrong => Initialize,
        _ => throw new NotSupportedException($"There is no diagnostic for {kind}."),
    };
}
