using Microsoft.CodeAnalysis;
using RnnCompiler.Generators.Sources;

namespace RnnCompiler.Generators.Diagnostics;

/// <summary>Diagnostic of an internal error of the compiler. It is reported once for each failure, with the pass and the model.</summary>
internal static class InternalErrors
{
    /// <summary>The descriptor of the diagnostic.</summary>
    public static readonly DiagnosticDescriptor Descriptor = new(
        "RNN9000",
        "The compiler of recurrent networks failed",
        "The pass '{0}' failed on {1}: {2}. This is a fault of the compiler, not of the model; please report it.",
        HelpLinks.Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinks.Page("RNN9000"));

    /// <summary>Creates the diagnostic of a failure. It has no location, since the cached data of the generator holds no syntax.</summary>
    public static Diagnostic Diagnostic(CompilationFailure failure) =>
        Microsoft.CodeAnalysis.Diagnostic.Create(Descriptor, Location.None, failure.Pass, failure.Model, failure.Message);
}
