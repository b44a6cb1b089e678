namespace RnnCompiler.Compiler.Passes;

/// <summary>The compiler itself is at fault: a pass failed, or broke the program.</summary>
/// <param name="passName">The pass.</param>
/// <param name="model">The model, or the function where the model is not known.</param>
/// <param name="inner">What went wrong.</param>
public sealed class CompilerException(string passName, string model, Exception inner)
    : Exception($"The pass '{passName}' failed on {model}: {inner.Message}", inner)
{
    /// <summary>The pass.</summary>
    public string PassName { get; } = passName;

    /// <summary>The model, or the function where the model is not known.</summary>
    public string Model { get; } = model;
}
