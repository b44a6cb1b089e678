namespace RnnCompiler.Generators.Emission;

/// <summary>A file of generated code.</summary>
/// <param name="HintName">The name, unique within the generator if case is ignored.</param>
/// <param name="Text">The content.</param>
internal sealed record GeneratedFile(string HintName, string Text);
