namespace RnnCompiler.Generators.Emission;

/// <summary>A file of generated code.</summary>
/// <param name="HintName">Its name, unique within the generator without regard to case.</param>
/// <param name="Text">What stands in it.</param>
internal sealed record GeneratedFile(string HintName, string Text);
