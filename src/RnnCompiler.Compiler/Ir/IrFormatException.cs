namespace RnnCompiler.Compiler.Ir;

/// <summary>A text is not that of a program.</summary>
/// <param name="line">The line, from 1.</param>
/// <param name="column">The column, from 1.</param>
/// <param name="expected">What may stand there.</param>
/// <param name="found">What stands there.</param>
public sealed class IrFormatException(int line, int column, string expected, string found)
    : Exception(FormattableString.Invariant($"Line {line}, column {column}: expected {expected}, found {found}."))
{
    /// <summary>The line, from 1.</summary>
    public int Line { get; } = line;

    /// <summary>The column, from 1.</summary>
    public int Column { get; } = column;

    /// <summary>What may stand there.</summary>
    public string Expected { get; } = expected;

    /// <summary>What stands there.</summary>
    public string Found { get; } = found;
}
