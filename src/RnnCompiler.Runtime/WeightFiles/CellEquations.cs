using System.Globalization;

namespace RnnCompiler;

/// <summary>
/// The equations of a custom cell, read from its text to be compared with others. What values are called, the order of independent equations,
/// what is computed and never read, and how weights start makes no difference; weights keep their names.
/// </summary>
internal sealed class CellEquations
{
    private readonly Dictionary<int, string> _parameters = [];
    private readonly List<(int Value, string[] Pieces, int[] Operands)> _equations = [];
    private readonly List<(int State, int Next)> _results = [];
    private readonly Dictionary<int, string> _stateNames = [];
    private int? _output;

    private CellEquations(string name) => Name = name;

    /// <summary>The name of the cell's type.</summary>
    public string Name { get; }

    /// <summary>The states in the order in which a step returns them.</summary>
    public IReadOnlyList<string> States => [.. _results.Select(result => _stateNames[result.State])];

    /// <summary>What a step returns, in the order of the numbers of <see cref="Number"/>.</summary>
    public IReadOnlyList<string> Returned => _output is null ? States : [.. States, "the output"];

    /// <summary>Reads the text of a cell; null if it is of a form that is not known.</summary>
    public static CellEquations? Parse(string text)
    {
        string[] lines = text.Split('\n');
        CellLine head = new(lines[0]);
        if (!head.Skip("cell ") || head.Name() is not { } name || !head.Skip(" {") || lines is not [_, .., "}", ""])
            return null;

        CellEquations cell = new(name);
        return lines[1..^2].All(cell.Read) && cell._results.All(result => cell._stateNames.ContainsKey(result.State)) ? cell : null;
    }

    /// <summary>Gives each value a number that equal values share, also with those of another cell in the same table.</summary>
    /// <param name="table">The numbers that were given.</param>
    /// <param name="weightName">What a weight is called.</param>
    /// <returns>For each state the number of its next value, then that of an output that is no state; null if an equation reads what no earlier one defines.</returns>
    public int[]? Number(Dictionary<string, int> table, Func<string, string> weightName)
    {
        Dictionary<int, int> numbers = [];
        foreach ((int value, string parameter) in _parameters)
        {
            int state = _results.FindIndex(result => result.State == value);
            string shape = parameter[parameter.IndexOf(": f[", StringComparison.Ordinal)..];
            string key = state >= 0 ? $"state {state}{shape}"
                : parameter.StartsWith("weight ", StringComparison.Ordinal) ? $"weight {weightName(parameter["weight ".Length..^shape.Length])}{shape}"
                : $"input{shape}";
            numbers[value] = Of(table, key);
        }

        foreach ((int value, string[] pieces, int[] operands) in _equations)
        {
            string key = pieces[0];
            for (int i = 0; i < operands.Length; i++)
            {
                if (!numbers.TryGetValue(operands[i], out int operand))
                    return null;

                key += FormattableString.Invariant($"%{operand}") + pieces[i + 1];
            }

            numbers[value] = Of(table, key);
        }

        int[] returned = [.. _results.Select(result => result.Next), .. _output is { } output ? [output] : Array.Empty<int>()];
        return returned.All(numbers.ContainsKey) ? [.. returned.Select(value => numbers[value])] : null;
    }

    private static int Of(Dictionary<string, int> table, string key)
    {
        if (!table.TryGetValue(key, out int number))
            table.Add(key, number = table.Count);

        return number;
    }

    private bool Read(string text)
    {
        CellLine line = new(text);
        if (!line.Skip("  "))
            return false;

        foreach (string role in (ReadOnlySpan<string>)["input ", "state ", "weight "])
        {
            if (line.Skip(role))
            {
                return line.Reference() is ({ } name, int value) && line.Skip(": ") && line.Until(']') is { } shape && shape.StartsWith("f[", StringComparison.Ordinal)
                    && (role != "state " || _stateNames.TryAdd(value, name)) && _parameters.TryAdd(value, $"{role}{name}: {shape}");
            }
        }

        if (line.Skip("output "))
        {
            if (_output is not null || line.Reference() is not (_, int output) || !line.IsAtEnd)
            {
                return false;
            }

            _output = output;
            return true;
        }

        if (line.Skip("next "))
        {
            if (line.Reference() is not (_, int state) || !line.Skip(" = ") || line.Reference() is not (_, int next) || !line.IsAtEnd)
                return false;

            _results.Add((state, next));
            return true;
        }

        if (line.Reference() is not (_, int defined) || !line.Skip(" = "))
            return false;

        List<string> pieces = [line.UntilReference()];
        List<int> operands = [];
        while (!line.IsAtEnd)
        {
            if (line.Reference() is not (_, int operand))
                return false;

            operands.Add(operand);
            pieces.Add(line.UntilReference());
        }

        _equations.Add((defined, [.. pieces], [.. operands]));
        return true;
    }
}

/// <summary>Reads along a line of the text of a cell.</summary>
/// <param name="text">The line.</param>
internal struct CellLine(string text)
{
    private int _position;

    /// <summary>Whether the text is read completely.</summary>
    public readonly bool IsAtEnd => _position == text.Length;

    /// <summary>Passes over what stands next, if it is this.</summary>
    public bool Skip(string expected)
    {
        bool stands = string.CompareOrdinal(text, _position, expected, 0, expected.Length) == 0;
        _position += stands ? expected.Length : 0;
        return stands;
    }

    /// <summary>Returns the text before a reference such as <c>%3</c>, or before the end.</summary>
    public string UntilReference()
    {
        int start = _position;
        int percent = text.IndexOf('%', start);
        _position = percent < 0 ? text.Length : percent;
        return text[start.._position];
    }

    /// <summary>Returns the text up to and including a mark; null if there is no mark.</summary>
    public string? Until(char mark)
    {
        int end = text.IndexOf(mark, _position);
        if (end < 0)
            return null;

        int start = _position;
        _position = end + 1;
        return text[start.._position];
    }

    /// <summary>A reference such as <c>%3</c> or <c>%3.keep</c>: the name and the number; null if there is none.</summary>
    public (string? Name, int Value)? Reference()
    {
        if (!Skip("%"))
            return null;

        int start = _position;
        while (_position < text.Length && char.IsAsciiDigit(text[_position]))
            _position++;

        if (!int.TryParse(text.AsSpan(start, _position - start), NumberStyles.None, CultureInfo.InvariantCulture, out int value))
            return null;

        if (!Skip("."))
            return (null, value);

        return Name() is { } name ? (name, value) : null;
    }

    /// <summary>A name, in quotes if it is not made of ASCII letters, digits, '_' and '.'; null if there is none.</summary>
    public string? Name()
    {
        if (_position < text.Length && text[_position] == '"')
            return QuotedText.Read(text, ref _position);

        int start = _position;
        while (_position < text.Length && (char.IsAsciiLetterOrDigit(text[_position]) || text[_position] is '_' or '.'))
            _position++;

        return _position == start ? null : text[start.._position];
    }
}
