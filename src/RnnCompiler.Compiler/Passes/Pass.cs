using RnnCompiler.Compiler.Ir;

namespace RnnCompiler.Compiler.Passes;

/// <summary>Pass from function to function. It does not modify its input, and returns the same object if it changes nothing.</summary>
/// <param name="Name">Its name in printed stages and error messages: a verb phrase.</param>
/// <param name="Run">The transformation.</param>
internal sealed record Pass(string Name, Func<Function, Function> Run);
