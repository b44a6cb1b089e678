using Microsoft.CodeAnalysis;
using RnnCompiler.Generators.Parsing;
using static RnnCompiler.Generators.Diagnostics.HelpLinks;

namespace RnnCompiler.Generators.Diagnostics;

/// <summary>Diagnostics of methods that are networks.</summary>
internal static class NetworkDiagnostics
{
    private const DiagnosticSeverity Error = DiagnosticSeverity.Error;
    private const string Message = "{0}";

    private static readonly DiagnosticDescriptor Method = new(
        "RNN0301", "A method cannot be a network", Message, Category, Error, isEnabledByDefault: true, helpLinkUri: Page("RNN0301"));

    private static readonly DiagnosticDescriptor Signature = new(
        "RNN0302", "An input or output of a network is wrong", Message, Category, Error, isEnabledByDefault: true, helpLinkUri: Page("RNN0302"));

    private static readonly DiagnosticDescriptor NotAllowed = new(
        "RNN0303", "A statement or expression is not supported in networks", Message, Category, Error, isEnabledByDefault: true, helpLinkUri: Page("RNN0303"));

    private static readonly DiagnosticDescriptor Call = new(
        "RNN0304", "A method cannot be called in a network", Message, Category, Error, isEnabledByDefault: true, helpLinkUri: Page("RNN0304"));

    private static readonly DiagnosticDescriptor Argument = new(
        "RNN0305", "An argument of a layer is wrong", Message, Category, Error, isEnabledByDefault: true, helpLinkUri: Page("RNN0305"));

    private static readonly DiagnosticDescriptor Size = new(
        "RNN0306", "A network is recursive or too large", Message, Category, Error, isEnabledByDefault: true, helpLinkUri: Page("RNN0306"));

    private static readonly DiagnosticDescriptor Beside = new(
        "RNN0307", "Layers stand beside the method of a network", Message, Category, Error, isEnabledByDefault: true, helpLinkUri: Page("RNN0307"));

    private static readonly DiagnosticDescriptor Loss = new(
        "RNN0310", "A method cannot be a loss function", Message, Category, Error, isEnabledByDefault: true, helpLinkUri: Page("RNN0310"));

    /// <summary>Gets all descriptors, without those of declarations.</summary>
    public static IEnumerable<DiagnosticDescriptor> All =>
        Enum.GetValues(typeof(NetworkProblemKind)).Cast<NetworkProblemKind>().Select(Of).Distinct().Except(DeclarationDiagnostics.All);

    /// <summary>Creates the diagnostic of a problem.</summary>
    public static Diagnostic Create(NetworkProblem problem) => Diagnostic.Create(Of(problem.Kind), problem.Place, problem.Message);

    private static DiagnosticDescriptor Of(NetworkProblemKind kind) => kind switch
    {
        NetworkProblemKind.MethodUnfit => Method,
        NetworkProblemKind.InputWrong or NetworkProblemKind.OutputWrong or NetworkProblemKind.OutputUnnamed => Signature,
        NetworkProblemKind.OutputIsInput => DeclarationDiagnostics.Of(Compiler.Declarations.DeclarationProblemKind.OutputIsInput),
        NetworkProblemKind.LayerUnused => DeclarationDiagnostics.Of(Compiler.Declarations.DeclarationProblemKind.LayerUnused),
        NetworkProblemKind.NotAllowed => NotAllowed,
        NetworkProblemKind.CallNotAllowed => Call,
        NetworkProblemKind.NotConstant or NetworkProblemKind.ValueMissing or NetworkProblemKind.CellUnfit => Argument,
        NetworkProblemKind.Recursion or NetworkProblemKind.TooLarge => Size,
        NetworkProblemKind.BesideNetwork => Beside,
        NetworkProblemKind.LossUnfit or NetworkProblemKind.LossParameterWrong => Loss,
        _ => throw new NotSupportedException($"There is no diagnostic for {kind}."),
    };
}
