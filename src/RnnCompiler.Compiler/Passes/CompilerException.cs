namespace RnnCompiler.Compiler.Passes;

/// <summary>Thrown when a pass fails or produces an invalid program: a fault of the compiler, not of the declaration.</summary>
/// <param name="passName">The name of the pass.</param>
/// <param name="model">The name of the model, or of the function if the model is not known.</param>
/// <param name="inner">The exception that the pass threw.</param>
public sealed class CompilerException(string passName, string model, Exception inner)
    : Exception($"The pass '{passName}' failed on {model}: {inner.Message}", inner)
{
    /// <summary>The name of the pass.</summary>
    public string PassName { get; } = passName;

    /// <summary>The name of the model, or of the function if the model is not known.</summary>
    public string Model { get; } = model;
}
