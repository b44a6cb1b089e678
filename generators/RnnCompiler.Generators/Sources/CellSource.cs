using RnnCompiler.Compiler.Cells;
using RnnCompiler.Compiler.Collections;

namespace RnnCompiler.Generators.Sources;

/// <summary>A cell that others can use: what leaves the parser.</summary>
/// <param name="Identity">The type.</param>
/// <param name="Program">Its equations.</param>
/// <param name="Experiments">The ids of [Experimental] on it and on the types around it.</param>
/// <param name="IsForbidden">Whether naming the type is an error, because it or a type around it is obsolete so.</param>
internal sealed record CellSource(ModelIdentity Identity, CellProgram Program, EquatableArray<string> Experiments, bool IsForbidden);
