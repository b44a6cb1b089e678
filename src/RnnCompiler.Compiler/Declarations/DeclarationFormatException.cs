namespace RnnCompiler.Compiler.Declarations;

/// <summary>The exception that is thrown when the text of a declaration cannot be read.</summary>
/// <param name="line">The line at fault, from 1.</param>
/// <param name="expected">What was expected.</param>
/// <param name="found">What was found.</param>
public sealed class DeclarationFormatException(int line, string expected, string found)
    : FormatException(FormattableString.Invariant($"Line {line} of the declaration: expected {expected}, found {found}."))
{
    /// <summary>Gets the line at fault, from 1.</summary>
    public int Line { get; } = line;

    /// <summary>Gets what was expected.</summary>
    public string Expected { get; } = expected;

    /// <summary>Gets what was found.</summary>
    public string Found { get; } = found;
}
