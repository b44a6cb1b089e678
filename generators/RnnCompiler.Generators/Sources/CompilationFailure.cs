namespace RnnCompiler.Generators.Sources;

/// <summary>An internal error of the compiler.</summary>
/// <param name="Pass">The pass.</param>
/// <param name="Model">The class.</param>
/// <param name="Message">The message of the error.</param>
internal sealed record CompilationFailure(string Pass, string Model, string Message);
