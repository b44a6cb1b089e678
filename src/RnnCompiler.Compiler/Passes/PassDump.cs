namespace RnnCompiler.Compiler.Passes;

/// <summary>A stage of a model that can be read.</summary>
/// <param name="Name">The function and the pass that it comes out of, such as <c>training: remove dead code</c>.</param>
/// <param name="Text">Prints it; call it to pay for it.</param>
public sealed record PassDump(string Name, Func<string> Text);
