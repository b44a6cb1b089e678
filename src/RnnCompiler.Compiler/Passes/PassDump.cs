namespace RnnCompiler.Compiler.Passes;

/// <summary>Printable stage of a model between two passes.</summary>
/// <param name="Name">The names of the function and of the pass that produced the stage, such as <c>training: remove dead code</c>.</param>
/// <param name="Text">Prints the stage, at each call.</param>
public sealed record PassDump(string Name, Func<string> Text);
