using RnnCompiler.Compiler.Collections;
using RnnCompiler.Generators.Emission;
using RnnCompiler.Generators.Sources;

namespace RnnCompiler.Generators;

/// <summary>What became of a model.</summary>
/// <param name="Identity">The class.</param>
/// <param name="Files">Its files, named by what follows the class's name; none if the compiler failed.</param>
/// <param name="Failure">What failed, if anything did.</param>
internal sealed record CompiledModel(ModelIdentity Identity, EquatableArray<GeneratedFile> Files, CompilationFailure? Failure);
