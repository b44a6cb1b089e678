using System.Text;

namespace RnnCompiler.Interpreter.Models;

/// <summary>Table in plain text: left-aligned columns of words, then right-aligned numbers; a rule below the header and one above the last line.</summary>
/// <param name="words">The number of columns of words.</param>
/// <param name="head">The header.</param>
internal sealed class TextTable(int words, string[] head)
{
    private readonly List<string[]> _lines = [head];

    public void Add(params string[] line) => _lines.Add(line);

    public override string ToString()
    {
        int[] widths = [.. head.Select((_, column) => _lines.Max(line => line[column].Length))];
        string rule = string.Join("  ", widths.Select(static width => new string('-', width)));
        StringBuilder text = new();
        for (int i = 0; i < _lines.Count; i++)
        {
            if (i == 1 || (i > 1 && i == _lines.Count - 1))
                text.Append(rule).Append('\n');
            IEnumerable<string> cells = _lines[i].Select((cell, column) => column < words ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]));
            text.Append(string.Join("  ", cells).TrimEnd()).Append('\n');
        }

        return text.ToString();
    }
}
