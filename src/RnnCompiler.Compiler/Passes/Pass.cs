using RnnCompiler.Compiler.Ir;

namespace RnnCompiler.Compiler.Passes;

/// <summary>A pass from function to function. It never writes into its input, and returns the very function it was given when it changes nothing.</summary>
/// <param name="Name">What it does, as a reader of a dump or an error message would say.</param>
/// <param name="Run">The pass.</param>
internal sealed record Pass(string Name, Func<Function, Function> Run);
