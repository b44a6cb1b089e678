using RnnCompiler.Compiler.Targets;

namespace RnnCompiler.Emit;

/// <summary>Request of a class whose model is first used.</summary>
/// <param name="Declaration">The declaration as text.</param>
/// <param name="DeclarationHash">Its hash; null if it is not computed yet.</param>
/// <param name="Targets">The targets to choose from, widest first; empty for the default ones.</param>
/// <param name="Training">Whether the model can be trained.</param>
internal sealed record ModelRequest(string Declaration, string? DeclarationHash, IReadOnlyList<Target> Targets, bool Training);
