using System.Globalization;
using System.Text;

namespace RnnCompiler;

/// <summary>Text in double quotes as declarations and cells have it: <c>\"</c>, <c>\\</c>, <c>\n</c> and <c>\u000d</c> are escapes.</summary>
internal static class QuotedText
{
    /// <summary>Returns the text in quotes, with escapes for quotes, backslashes and characters that a line cannot have.</summary>
    public static string Write(string value)
    {
        StringBuilder text = new("\"");
        foreach (char c in value)
        {
            if (c is '"' or '\\')
                text.Append('\\').Append(c);
            else if (c == '\n')
                text.Append("\\n");
            else if (char.IsControl(c) || char.IsSurrogate(c) || c is '\u2028' or '\u2029')
                text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            else
                text.Append(c);
        }

        return text.Append('"').ToString();
    }

    /// <summary>Reads a quoted text that starts at a position, and moves the position after it; null if it is malformed.</summary>
    public static string? Read(string line, ref int position)
    {
        StringBuilder text = new();
        for (int i = position + 1; i < line.Length; i++)
        {
            char c = line[i];
            if (c == '"')
            {
                position = i + 1;
                return text.ToString();
            }

            if (c != '\\')
            {
                text.Append(c);
                continue;
            }

            char escape = ++i < line.Length ? line[i] : '\0';
            if (escape is '"' or '\\')
            {
                text.Append(escape);
            }
            else if (escape == 'n')
            {
                text.Append('\n');
            }
            else if (escape == 'u' && i + 4 < line.Length
                && ushort.TryParse(line.AsSpan(i + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort code))
            {
                text.Append((char)code);
                i += 4;
            }
            else
            {
                return null;
            }
        }

        return null;
    }
}
