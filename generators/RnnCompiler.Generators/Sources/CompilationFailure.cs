namespace RnnCompiler.Generators.Sources;

/// <summary>A fault of the compiler itself.</summary>
/// <param name="Pass">The pass.</param>
/// <param name="Model">The class.</param>
/// <param name="Message">What went wrong.</param>
internal sealed record CompilationFailure(string Pass, string Model, string Message);
