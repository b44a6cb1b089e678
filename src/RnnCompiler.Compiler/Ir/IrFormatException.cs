namespace RnnCompiler.Compiler.Ir;

/// <summary>Thrown when a text is not a well-formed printed program.</summary>
/// <param name="line">The line, from 1.</param>
/// <param name="column">The column, from 1.</param>
/// <param name="expected">Description of the tokens that are allowed there.</param>
/// <param name="found">Description of the token that was found.</param>
public sealed class IrFormatException(int line, int column, string expected, string found)
    : Exception(FormattableString.Invariant($"Line {line}, column {column}: expected {expected}, found {found}."))
{
    /// <summary>The line, from 1.</summary>
    public int Line { get; } = line;

    /// <summary>The column, from 1.</summary>
    public int Column { get; } = column;

    /// <summary>Description of the tokens that are allowed there.</summary>
    public string Expected { get; } = expected;

    /// <summary>Description of the token that was found.</summary>
    public string Found { get; } = found;
}
