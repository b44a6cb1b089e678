using System.Globalization;

namespace RnnCompiler.Compiler.Declarations;

/// <summary>
/// Fields of one line of a declaration's text: a keyword and <c>key=value</c> pairs. Reading a field marks it as used; unused fields are an error.
/// </summary>
internal sealed class DeclarationFields
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);
    private readonly int _line;

    private DeclarationFields(string keyword, int line)
    {
        Keyword = keyword;
        _line = line;
    }

    public string Keyword { get; }

    /// <summary>Parses a line.</summary>
    /// <exception cref="DeclarationFormatException">The line is not a keyword with fields <c>key=value</c>, each key once.</exception>
    public static DeclarationFields Parse(string line, int number)
    {
        int position = 0;
        DeclarationFields fields = new(Word(line, ref position), number);
        while (position < line.Length)
        {
            int start = position++;
            string key = Word(line, ref position);
            if (line[start] != ' ' || key.Length == 0 || position >= line.Length || line[position] != '=')
                throw new DeclarationFormatException(number, "a field key=value after one space", Quote(line.Substring(start)));
            position++;
            string? value = position < line.Length && line[position] == '"' ? Quoted(line, ref position) : Bare(line, ref position);
            if (value is null)
                throw new DeclarationFormatException(number, $"a value of {key}, in quotes where it is text", Quote(line.Substring(start)));
            if (fields._values.ContainsKey(key))
                throw new DeclarationFormatException(number, $"the field {key} once", "it again");
            fields._values.Add(key, value);
        }

        return fields;
    }

    public static string Quote(string text) => text.Length == 0 ? "nothing" : QuotedText.Write(text);

    /// <summary>Returns an integer; a field without default is required.</summary>
    public int Integer(string key, int? omitted) => Take(key) is { } text
        ? int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value) ? value : throw Wrong($"a whole number as {key}", text)
        : omitted ?? throw Wrong($"a field {key}", "");

    public double Double(string key)
    {
        string text = Take(key) ?? throw Wrong($"a field {key}", "");
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value : throw Wrong($"a number as {key}", text);
    }

    /// <summary>Returns a number, or the default if the field is omitted.</summary>
    public double Double(string key, double omitted) => _values.ContainsKey(key) ? Double(key) : omitted;

    /// <summary>Returns an integer, or null if the field is omitted.</summary>
    public int? OptionalInteger(string key) => _values.ContainsKey(key) ? Integer(key, null) : null;

    /// <summary>Returns a number, or null if the field is omitted.</summary>
    public double? OptionalDouble(string key) => _values.ContainsKey(key) ? Double(key) : null;

    /// <summary>Creates the exception for a field with an unexpected value.</summary>
    public DeclarationFormatException Wrong(string expected, string found) => new(_line, expected, Quote(found));

    public float Single(string key, float omitted)
    {
        if (Take(key) is not { } text)
            return omitted;
        return float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out float value) ? value : throw Wrong($"a number as {key}", text);
    }

    public bool Flag(string key, bool omitted) => Take(key) switch
    {
        null => omitted,
        "true" => true,
        "false" => false,
        { } text => throw Wrong($"true or false as {key}", text),
    };

    /// <summary>Returns a member of an enum by name, or a number that is not a member.</summary>
    public TEnum Member<TEnum>(string key, TEnum omitted)
        where TEnum : struct, Enum
    {
        if (Take(key) is not { } text)
            return omitted;
        if (Enum.GetNames(typeof(TEnum)).Contains(text, StringComparer.Ordinal))
            return (TEnum)Enum.Parse(typeof(TEnum), text);
        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number)
            ? (TEnum)Enum.ToObject(typeof(TEnum), number)
            : throw Wrong($"a member of {typeof(TEnum).Name} as {key}", text);
    }

    /// <summary>Returns quoted text, or null if the field is omitted.</summary>
    public string? Text(string key)
    {
        if (Take(key) is not { } text)
            return null;
        int position = 0;
        return QuotedText.Read(text, ref position) ?? throw Wrong($"text in quotes as {key}", text);
    }

    /// <summary>Checks that all fields were read.</summary>
    /// <exception cref="DeclarationFormatException">A field was not read.</exception>
    public void Finish()
    {
        foreach (string key in _values.Keys)
            throw new DeclarationFormatException(_line, $"only fields that {Keyword} has", key);
    }

    private static string Word(string line, ref int position)
    {
        int start = position;
        while (position < line.Length && char.IsLetter(line[position]))
            position++;
        return line.Substring(start, position - start);
    }

    private static string? Bare(string line, ref int position)
    {
        int start = position;
        while (position < line.Length && line[position] != ' ')
            position++;
        return position == start ? null : line.Substring(start, position - start);
    }

    /// <summary>Returns the text with its quotes, or null if it is malformed.</summary>
    private static string? Quoted(string line, ref int position)
    {
        int start = position;
        return QuotedText.Read(line, ref position) is null ? null : line.Substring(start, position - start);
    }

    private string? Take(string key)
    {
        if (!_values.TryGetValue(key, out string? text))
            return null;
        _values.Remove(key);
        return text;
    }
}
