using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Generators.Emission;
using RnnCompiler.Generators.Parsing;

namespace RnnCompiler.Generators;

/// <summary>What became of a model.</summary>
/// <param name="Identity">The class.</param>
/// <param name="Files">Its files, named by what follows the class's name; none if the compiler failed.</param>
/// <param name="Failure">What failed, if anything did.</param>
internal sealed record CompiledModel(ModelIdentity Identity, EquatableArray<GeneratedFile> Files, CompilationFailure? Failure);

/// <summary>A fault of the compiler itself.</summary>
/// <param name="Pass">The pass.</param>
/// <param name="Model">The class.</param>
/// <param name="Message">What went wrong.</param>
internal sealed record CompilationFailure(string Pass, string Model, string Message);
