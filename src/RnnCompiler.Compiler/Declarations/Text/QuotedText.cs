using System.Globalization;
using System.Text;

namespace RnnCompiler.Compiler.Declarations;

/// <summary>
/// Writes and reads text in double quotes. Quotes, backslashes and characters that are not allowed in a line are escaped (as <c>\n</c> and
/// <c>\u000d</c>).
/// </summary>
internal static class QuotedText
{
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
                text.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
            else
                text.Append(c);
        }

        return text.Append('"').ToString();
    }

    /// <summary>Reads a quoted text that starts at a position, and moves the position behind it; returns null if it is malformed.</summary>
    public static string? Read(string line, ref int position)
    {
        if (position >= line.Length || line[position] != '"')
            return null;
        StringBuilder value = new();
        for (int i = position + 1; i < line.Length; i++)
        {
            if (line[i] == '"')
            {
                position = i + 1;
                return value.ToString();
            }

            if (line[i] != '\\')
            {
                value.Append(line[i]);
            }
            else if (i + 1 < line.Length && line[i + 1] is '"' or '\\')
            {
                value.Append(line[++i]);
            }
            else if (i + 1 < line.Length && line[i + 1] == 'n')
            {
                value.Append('\n');
                i++;
            }
            else if (i + 5 < line.Length && line[i + 1] == 'u'
                && ushort.TryParse(line.Substring(i + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort code))
            {
                value.Append((char)code);
                i += 5;
            }
            else
            {
                return null;
            }
        }

        return null;
    }
}
