namespace RnnCompiler.Compiler.Declarations;

/// <summary>The text of a declaration cannot be read.</summary>
/// <param name="line">The line at fault, from 1.</param>
/// <param name="expected">What should stand there.</param>
/// <param name="found">What stands there.</param>
public sealed class DeclarationFormatException(int line, string expected, string found)
    : FormatException(FormattableString.Invariant($"Line {line} of the declaration: expected {expected}, found {found}."))
{
    /// <summary>The line at fault, from 1.</summary>
    public int Line { get; } = line;

    /// <summary>What should stand there.</summary>
    public string Expected { get; } = expected;

    /// <summary>What stands there.</summary>
    public string Found { get; } = found;
}
