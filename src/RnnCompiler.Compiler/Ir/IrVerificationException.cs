namespace RnnCompiler.Compiler.Ir;

/// <summary>A program breaks a rule of the IR.</summary>
/// <param name="function">The function, or the body of a scan, that breaks it.</param>
/// <param name="place">The equation, parameter or result, as printed.</param>
/// <param name="expected">What the rule asks for.</param>
/// <param name="found">What stands there.</param>
public sealed class IrVerificationException(string function, string place, string expected, string found)
    : Exception($"Function {function}, {place}: expected {expected}, found {found}.")
{
    /// <summary>The function, or the body of a scan, that breaks the rule.</summary>
    public string Function { get; } = function;

    /// <summary>The equation, parameter or result, as printed.</summary>
    public string Place { get; } = place;

    /// <summary>What the rule asks for.</summary>
    public string Expected { get; } = expected;

    /// <summary>What stands there.</summary>
    public string Found { get; } = found;
}
