using RnnCompiler.Compiler.Targets;

namespace RnnCompiler.Emit;

/// <summary>Request to compile a model, from a class that is first used.</summary>
/// <param name="Declaration">The declaration as text.</param>
/// <param name="DeclarationHash">Its hash; null if it is not computed yet.</param>
/// <param name="Targets">The targets to choose from, widest first; empty for the default.</param>
/// <param name="Training">Whether the model can be trained.</param>
internal sealed record ModelRequest(string Declaration, string? DeclarationHash, IReadOnlyList<Target> Targets, bool Training);
