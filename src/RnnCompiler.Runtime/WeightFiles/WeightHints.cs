using RnnCompiler.CompilerServices;

namespace RnnCompiler;

/// <summary>
/// Proposals that make a file fit: options with which it would load, or a change of the declaration that its names suggest. A proposal is
/// tried before it is made.
/// </summary>
internal static class WeightHints
{
    /// <summary>The proposals, each a sentence.</summary>
    /// <param name="header">The header of the file.</param>
    /// <param name="layout">The model.</param>
    /// <param name="options">The options with which it did not load.</param>
    /// <param name="match">What did not fit.</param>
    public static IReadOnlyList<string> Of(SafetensorsHeader header, ModelLayout layout, LoadOptions options, WeightMatching match)
    {
        List<string> hints = [.. UnusedNames(header, options)];
        string[] layers = [.. LayerHints(layout.Parameters, match)];
        if (layers.Length > 0)
            hints.AddRange(layers);
        else if (Proposals(match, options).FirstOrDefault(proposal => Loads(header, layout, proposal)) is { } fitting)
            hints.Add($"It loads with {Spell(fitting)}.");

        return hints;
    }

    private static IEnumerable<string> UnusedNames(SafetensorsHeader header, LoadOptions options)
    {
        WeightNames names = new(options);
        string[] considered = [.. header.Tensors.Select(tensor => names.WithoutPrefix(tensor.Name)).OfType<string>()];
        if (names.HasPrefix && considered.Length == 0)
            yield return $"No tensor's name begins with the prefix '{options.Prefix}'; they begin with {Beginnings(header)}.";

        foreach (string key in names.Keys.Where(key => considered.Length > 0 && !considered.Any(name => WeightNames.Fits(key, name))))
            yield return $"Nothing in the file is called '{key}', which Rename gives a name.";
    }

    private static string Beginnings(SafetensorsHeader header)
    {
        string[] first = [.. header.Tensors.Select(tensor => $"'{tensor.Name[..(tensor.Name.IndexOf('.') + 1)]}'").Distinct()];
        return first.Length > 5 ? string.Join(", ", first[..5]) + ", …" : string.Join(", ", first);
    }

    // From the least that can be meant to the most.
    private static IEnumerable<LoadOptions> Proposals(WeightMatching match, LoadOptions options)
    {
        yield return With(options, options.Prefix, options.Rename, ignoreOthers: true);
        if (match.Missing.Count == 0)
            yield break;

        // A prefix before each name of the model.
        string suffix = match.Missing[0].Name;
        foreach ((string name, _) in match.Others.Where(other => other.Name.EndsWith(suffix, StringComparison.Ordinal)))
            yield return With(options, options.Prefix + name[..^suffix.Length], options.Rename, options.IgnoreOthers);

        if (Renames(match) is { } renames)
        {
            Dictionary<string, string> all = new(options.Rename);
            foreach ((string from, string to) in renames)
                all[from] = to;

            yield return With(options, options.Prefix, all, options.IgnoreOthers);
            yield return With(options, options.Prefix, all, ignoreOthers: true);
        }
    }

    // Each layer that misses parameters gets the one layer of the file that has them all, with the same shapes.
    private static Dictionary<string, string>? Renames(WeightMatching match)
    {
        Dictionary<string, string> renames = [];
        ILookup<string, (string Name, SafetensorsTensor Tensor)> others = match.Others.ToLookup(other => WeightNames.LayerOf(other.Name));
        foreach (IGrouping<string, ModelParameter> layer in match.Missing.GroupBy(parameter => WeightNames.LayerOf(parameter.Name)))
        {
            string[] candidates =
            [
                .. others.Where(other =>
                    layer.All(parameter => other.Any(candidate => Part(candidate.Name) == Part(parameter.Name) && WeightMatching.HasShape(candidate.Tensor, parameter))))
                    .Select(other => other.Key),
            ];
            if (candidates is not [string only] || !renames.TryAdd(only, layer.Key))
                return null;
        }

        return renames;
    }

    private static string Part(string name) => name[(name.LastIndexOf('.') + 1)..];

    private static LoadOptions With(LoadOptions options, string? prefix, IDictionary<string, string> rename, bool ignoreOthers) =>
        new() { Prefix = prefix, Rename = rename, IgnoreOthers = ignoreOthers, IgnoreDeclaration = options.IgnoreDeclaration };

    private static bool Loads(SafetensorsHeader header, ModelLayout layout, LoadOptions options)
    {
        WeightNames names = new(options);
        return new WeightMatching(header, layout.Parameters, names, options.IgnoreOthers).Problems.Count == 0
            && (options.IgnoreDeclaration || !NetworkComparison.Compare(header, layout.Declaration, names, options.IgnoreOthers).Any());
    }

    private static string Spell(LoadOptions options)
    {
        List<string> settings = [];
        if (!string.IsNullOrEmpty(options.Prefix))
            settings.Add($"Prefix = \"{options.Prefix}\"");

        if (options.Rename.Count > 0)
            settings.Add($"Rename = {{ {string.Join(", ", options.Rename.Select(pair => $"[\"{pair.Key}\"] = \"{pair.Value}\""))} }}");

        if (options.IgnoreOthers)
            settings.Add("IgnoreOthers = true");

        return $"new LoadOptions {{ {string.Join(", ", settings)} }}";
    }

    // What the file has of a layer that the model has too is not to be ignored: the layer is declared otherwise.
    private static IEnumerable<string> LayerHints(IReadOnlyList<ModelParameter> parameters, WeightMatching match)
    {
        if (match.Missing.Count > 0)
        {
            if (match.Others.Count == 0 && match.Missing.All(parameter => IsBias(Part(parameter.Name))))
                yield return "The file has no biases there, as of nn.LSTM(bias=False) or nn.Linear(bias=False): declare the layer with UseBias = false.";

            yield break;
        }

        HashSet<string> layers = parameters.Select(parameter => WeightNames.LayerOf(parameter.Name)).ToHashSet(StringComparer.Ordinal);
        string[] parts = [.. match.Others.Where(other => layers.Contains(WeightNames.LayerOf(other.Name))).Select(other => Part(other.Name))];
        if (parts.Length == 0)
            yield break;

        if (parts.All(IsBias))
            yield return "The file has biases that the model does not have: declare the layer without UseBias = false.";
        else if (parts.Any(part => part.EndsWith("_reverse", StringComparison.Ordinal)))
            yield return "The file has weights of a reverse direction: declare the layer with Bidirectional = true.";
        else if (parts.Any(part => part.StartsWith("weight_hr", StringComparison.Ordinal)))
            yield return "The file has projections, as of nn.LSTM(proj_size=n): declare the layer with the cell ProjectedLstm.";
        else if (parts.Any(part => part.StartsWith("weight_hh_l", StringComparison.Ordinal)))
            yield return "The file has weights of further levels: declare the layer with more Layers.";
    }

    private static bool IsBias(string part) => part.StartsWith("bias", StringComparison.Ordinal);
}
