using System.Diagnostics.CodeAnalysis;

namespace RnnCompiler;

/// <summary>One line of the text of a declaration: a keyword and fields <c>key=value</c>, text in quotes.</summary>
/// <param name="Keyword">The kind of layer, or <c>model</c>.</param>
/// <param name="Fields">The fields by key; text without its quotes.</param>
internal sealed record DeclaredLine(string Keyword, IReadOnlyDictionary<string, string> Fields)
{
    /// <summary>Reads a line. Which keywords and keys there are is not asked, so that lines of later versions are read too.</summary>
    public static bool TryParse(string line, [NotNullWhen(true)] out DeclaredLine? result)
    {
        result = null;
        int space = line.IndexOf(' ', StringComparison.Ordinal);
        string keyword = space < 0 ? line : line[..space];
        if (keyword.Length == 0 || !keyword.All(char.IsAsciiLetterOrDigit))
            return false;

        Dictionary<string, string> fields = new(StringComparer.Ordinal);
        for (int position = keyword.Length; position < line.Length;)
        {
            int start = position;
            int equals = line.IndexOf('=', position);
            position = equals + 1;
            if (line[start] != ' ' || equals < start + 2 || Value(line, ref position) is not { } value || !fields.TryAdd(line[(start + 1)..equals], value))
                return false;
        }

        result = new DeclaredLine(keyword, fields);
        return true;
    }

    private static string? Value(string line, ref int position)
    {
        if (position < line.Length && line[position] == '"')
            return QuotedText.Read(line, ref position);

        int start = position;
        int space = line.IndexOf(' ', start);
        position = space < 0 ? line.Length : space;
        return position == start ? null : line[start..position];
    }
}

/// <summary>A layer of a declaration as far as it decides the function that the network computes.</summary>
/// <param name="Name">Its name, as parameters have it.</param>
/// <param name="Keyword">Its kind.</param>
/// <param name="Fields">What decides the function; defaults are left out.</param>
/// <param name="Cell">The text of a custom cell; null for any other layer.</param>
/// <param name="References">What it reads of which layers, by their positions, so that it does not depend on their names.</param>
internal sealed record DeclaredLayer(string Name, string Keyword, IReadOnlyDictionary<string, string> Fields, string? Cell, string References)
{
    // Fields that only training reads, and fields that are compared separately.
    private static readonly HashSet<string> s_ignored = new(StringComparer.Ordinal) { "name", "cell", "recurrentDropout", "dropout" };

    private static readonly HashSet<string> s_references = new(StringComparer.Ordinal) { "from", "shares", "initial" };

    private static readonly HashSet<string> s_withParameters = new(StringComparer.Ordinal)
    {
        "rnn", "lstm", "gru", "recurrent", "dense", "embedding", "conv", "layernorm", "batchnorm",
    };

    /// <summary>Whether the layer has parameters of its own; their names start with its name.</summary>
    public bool HasParameters => s_withParameters.Contains(Keyword) && !Fields.ContainsKey("shares");

    /// <summary>The layer of a line.</summary>
    /// <param name="line">The line.</param>
    /// <param name="name">The layer's name.</param>
    /// <param name="references">What it reads of which layers.</param>
    public static DeclaredLayer Of(DeclaredLine line, string name, string references)
    {
        Dictionary<string, string> fields = new(StringComparer.Ordinal);
        foreach ((string key, string value) in line.Fields.Where(field => !s_ignored.Contains(field.Key)))
        {
            // Sizes that a cell names are given in any order, and one direction is not merged with anything.
            if (key == "dimensions")
                fields.Add(key, string.Join(' ', value.Split(' ').Order(StringComparer.Ordinal)));
            else if (key != "merge" || line.Fields.ContainsKey("bidirectional"))
                fields.Add(key, value);
        }

        return new DeclaredLayer(name, line.Keyword, fields, line.Fields.GetValueOrDefault("cell"), references);
    }

    /// <summary>Whether another layer is of the same kind, reads the same layers and has the same fields; cells are compared by themselves.</summary>
    public bool HasFieldsOf(DeclaredLayer other) => Keyword == other.Keyword && References == other.References
        && Own(Fields).Count() == Own(other.Fields).Count()
        && Own(Fields).All(field => other.Fields.TryGetValue(field.Key, out string? value) && value == field.Value);

    /// <summary>The layer without its name, as the text of a declaration spells it.</summary>
    public string Describe() => string.Concat([Keyword, .. Fields.Select(field => $" {field.Key}={field.Value}")]);

    private static IEnumerable<KeyValuePair<string, string>> Own(IReadOnlyDictionary<string, string> fields) => fields.Where(static field => !s_references.Contains(field.Key));
}
