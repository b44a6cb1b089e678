namespace RnnCompiler;

/// <summary>
/// The positions of the layers of a declaration while its text is read: 0 is the input, then follow the layers without dropout, which stands for what it reads.
/// </summary>
internal sealed class LayerPositions
{
    private readonly Dictionary<string, int> _positions = new(StringComparer.Ordinal) { ["input"] = 0 };
    private int _count;
    private int _before;

    /// <summary>Adds a layer that is no dropout.</summary>
    /// <param name="name">Its name.</param>
    public void Add(string name) => _positions[name] = _before = ++_count;

    /// <summary>Adds dropout.</summary>
    /// <param name="line">Its line.</param>
    /// <param name="name">Its name.</param>
    public void AddDropout(DeclaredLine line, string name) =>
        _positions[name] = _before = line.Fields.TryGetValue("from", out string? from) && _positions.TryGetValue(from, out int read) ? read : _before;

    /// <summary>Returns what a layer reads, shares and starts from; a name that is unknown stays one.</summary>
    /// <param name="line">Its line.</param>
    public string References(DeclaredLine line) => string.Join(' ', Of(line, "from", FormattableString.Invariant($"{_before}")), Of(line, "shares", ""), Of(line, "initial", ""));

    private string Of(DeclaredLine line, string field, string omitted) => line.Fields.TryGetValue(field, out string? names)
        ? string.Join(',', names.Split(' ').Select(name => _positions.TryGetValue(name, out int position) ? FormattableString.Invariant($"{position}") : name))
        : omitted;
}
