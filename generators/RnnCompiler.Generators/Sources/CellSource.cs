using RnnCompiler.Compiler.Cells;
using RnnCompiler.Compiler.Collections;

namespace RnnCompiler.Generators.Sources;

/// <summary>A cell that other assemblies can use: the result of the parser.</summary>
/// <param name="Identity">The type.</param>
/// <param name="Program">Its equations.</param>
/// <param name="Experiments">The ids of [Experimental] on the type and its containing types.</param>
/// <param name="IsForbidden">Whether a reference to the type is an error, because it or a containing type has [Obsolete] with an error.</param>
internal sealed record CellSource(ModelIdentity Identity, CellProgram Program, EquatableArray<string> Experiments, bool IsForbidden);
