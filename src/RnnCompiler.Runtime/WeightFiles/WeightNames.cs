namespace RnnCompiler;

/// <summary>From the names of a weight file to those of a model, as <see cref="LoadOptions"/> say.</summary>
internal sealed class WeightNames
{
    private readonly string _prefix;
    private readonly (string Key, string Value)[] _renames;

    /// <summary>Reads the options.</summary>
    /// <exception cref="ArgumentException">A name to rename is null or given twice.</exception>
    public WeightNames(LoadOptions options)
    {
        _prefix = options.Prefix ?? "";
        _renames = [.. (options.Rename ?? throw NullName()).Select(pair => (Component(pair.Key), Component(pair.Value))).OrderByDescending(pair => pair.Item1.Length)];
        if (_renames.GroupBy(rename => rename.Key).FirstOrDefault(group => group.Count() > 1) is { } again)
            throw new ArgumentException($"Expected each name once in Rename, but '{again.Key}' was given twice.", nameof(options));
    }

    /// <summary>Whether some tensors are ignored.</summary>
    public bool HasPrefix => _prefix.Length > 0;

    /// <summary>The names that are renamed.</summary>
    public IEnumerable<string> Keys => _renames.Select(rename => rename.Key);

    /// <summary>A tensor's name in the model; null if the tensor is not looked at.</summary>
    public string? ToModel(string tensor) => WithoutPrefix(tensor) is { } name ? Rename(name) : null;

    /// <summary>A tensor's name without the prefix; null if it begins otherwise.</summary>
    public string? WithoutPrefix(string tensor)
    {
        if (!tensor.StartsWith(_prefix, StringComparison.Ordinal))
            return null;

        string rest = tensor[_prefix.Length..];
        return HasPrefix && rest.StartsWith('.') ? rest[1..] : rest;
    }

    /// <summary>A name after the rename that fits it best.</summary>
    public string Rename(string name)
    {
        foreach ((string key, string value) in _renames)
        {
            if (Fits(key, name))
            {
                string rest = key.Length == 0 ? name : name[key.Length..].TrimStart('.');
                return value.Length == 0 ? rest : rest.Length == 0 ? value : $"{value}.{rest}";
            }
        }

        return name;
    }

    /// <summary>Whether a name is a key, or starts with it and a dot; for the empty key, whether the name has no dot.</summary>
    public static bool Fits(string key, string name) =>
        key.Length == 0 ? !name.Contains('.') : name == key || (name.StartsWith(key, StringComparison.Ordinal) && name[key.Length] == '.');

    /// <summary>Returns the text before the last dot: the layer of a parameter.</summary>
    public static string LayerOf(string name) => name.LastIndexOf('.') is > 0 and int dot ? name[..dot] : "";

    // "fc." means the same as "fc".
    private static string Component(string? name) => (name ?? throw NullName()).TrimEnd('.');

    private static ArgumentException NullName() => new("Expected names in Rename, but null was given.", "options");
}
