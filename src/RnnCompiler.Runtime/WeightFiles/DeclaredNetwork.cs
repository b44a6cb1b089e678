namespace RnnCompiler;

/// <summary>
/// Parts of a declaration that determine the function of a network, read from its text. The runtime has no compiler, so it reads lines and fields
/// alone; what a field means is not asked. Left out is what does not change the function of the same parameters: the name of the class, the
/// length of sequences, the loss, dropout and how the network is compiled.
/// </summary>
internal sealed class DeclaredNetwork
{
    private DeclaredNetwork(string name, string? inputs, IReadOnlyList<DeclaredLayer> layers)
    {
        Name = name;
        Inputs = inputs;
        Layers = layers;
    }

    /// <summary>The name of the class.</summary>
    public string Name { get; }

    /// <summary>Features of one step's input; null for token ids.</summary>
    public string? Inputs { get; }

    /// <summary>The layers in their order, without dropout.</summary>
    public IReadOnlyList<DeclaredLayer> Layers { get; }

    /// <summary>Parses the text of a declaration; null if it is not one.</summary>
    public static DeclaredNetwork? Parse(string text)
    {
        string[] lines = text.Split('\n');
        if (lines[^1].Length > 0 || !DeclaredLine.TryParse(lines[0], out DeclaredLine? model) || model.Keyword != "model" || !model.Fields.TryGetValue("name", out string? name))
            return null;

        List<DeclaredLayer> layers = [];
        LayerPositions positions = new();
        HashSet<string> taken = new(StringComparer.Ordinal);
        for (int i = 1; i < lines.Length - 1; i++)
        {
            if (!DeclaredLine.TryParse(lines[i], out DeclaredLine? line))
                return null;

            string layer = line.Fields.TryGetValue("name", out string? written) ? written : FirstFree(Kind(line), taken);
            if (line.Keyword == "dropout")
            {
                positions.AddDropout(line, layer);
                continue;
            }

            layers.Add(DeclaredLayer.Of(line, layer, positions.References(line)));
            positions.Add(layer);
        }

        return new DeclaredNetwork(name, model.Fields.GetValueOrDefault("inputs"), layers);
    }

    // As the compiler names layers that have no name of their own.
    private static string Kind(DeclaredLine line)
    {
        string? name = line.Fields.TryGetValue("cell", out string? cell) ? CellEquations.Parse(cell)?.Name : null;
        return string.IsNullOrEmpty(name) ? line.Keyword : char.ToLowerInvariant(name[0]) + name[1..];
    }

    private static string FirstFree(string kind, HashSet<string> taken)
    {
        string name = kind;
        for (int number = 1; !taken.Add(name); number++)
            name = FormattableString.Invariant($"{kind}_{number}");

        return name;
    }
}
