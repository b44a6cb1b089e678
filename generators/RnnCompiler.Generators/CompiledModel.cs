using RnnCompiler.Compiler.Collections;
using RnnCompiler.Generators.Emission;
using RnnCompiler.Generators.Sources;

namespace RnnCompiler.Generators;

/// <summary>The result of compiling a model: generated files or a failure.</summary>
/// <param name="Identity">The class.</param>
/// <param name="Files">The generated files; a file is named by the suffix that follows the name of the class. Empty if the compiler failed.</param>
/// <param name="Failure">The failure of the compiler, or null.</param>
internal sealed record CompiledModel(ModelIdentity Identity, EquatableArray<GeneratedFile> Files, CompilationFailure? Failure);
