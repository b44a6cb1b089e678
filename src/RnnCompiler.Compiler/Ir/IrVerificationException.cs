namespace RnnCompiler.Compiler.Ir;

/// <summary>Thrown when a program breaks a rule of the IR.</summary>
/// <param name="function">The function or scan body that breaks the rule.</param>
/// <param name="place">The equation, parameter or result, as printed.</param>
/// <param name="expected">What the rule requires.</param>
/// <param name="found">What was found instead.</param>
public sealed class IrVerificationException(string function, string place, string expected, string found)
    : Exception($"Function {function}, {place}: expected {expected}, found {found}.")
{
    /// <summary>The function or scan body that breaks the rule.</summary>
    public string Function { get; } = function;

    /// <summary>The equation, parameter or result, as printed.</summary>
    public string Place { get; } = place;

    /// <summary>What the rule requires.</summary>
    public string Expected { get; } = expected;

    /// <summary>What was found instead.</summary>
    public string Found { get; } = found;
}
