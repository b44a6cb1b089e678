namespace RnnCompiler.Interpreter.Drawings;

/// <summary>
/// Sizes of text. The font of a reader is not known, so widths are those of DejaVu Sans, the widest common font without serifs: text fits in a box with any of them.
/// </summary>
internal static class TextSize
{
    /// <summary>Height of the letters of the name of a node, in pixels.</summary>
    public const double Name = 13;

    /// <summary>Height of the letters of all other text, in pixels.</summary>
    public const double Detail = 11;

    /// <summary>Height of a line, in pixels.</summary>
    public const double Line = 16;

    /// <summary>Height of the ground of a label, in pixels.</summary>
    public const double Label = 14;

    /// <summary>Computes the greatest width of a label or detail, in pixels.</summary>
    public static double Width(string text) => Math.Ceiling(Detail * text.EnumerateRunes().Sum(static rune => Ems(rune.Value)));

    /// <summary>Computes the greatest width of lines of which the first one is bold and larger.</summary>
    public static double Width(IReadOnlyList<string> lines) =>
        Math.Max(Math.Ceiling(Width(lines[0]) * Name / Detail * 1.1), lines.Skip(1).Select(Width).DefaultIfEmpty().Max());

    private static double Ems(int rune) => rune switch
    {
        ' ' or '.' or ',' or ':' or 'i' or 'j' or 'l' or '|' or '\'' or '·' => 0.33,
        'f' or 't' or 'r' or '(' or ')' or '[' or ']' or '/' => 0.42,
        'm' or 'w' or 'M' or 'W' or '+' or '−' or '=' or '×' or '→' or '←' or '…' => 0.92,
        >= 'A' and <= 'Z' => 0.72,
        < 0x1100 => 0.64,
        _ => 1.05, // scripts with wide letters
    };
}
