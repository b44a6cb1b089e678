namespace RnnCompiler;

/// <summary>
/// Compares the declaration that a weight file holds with that of the model: parameters of the same names and shapes may belong to another
/// network. Both are compared as far as they decide the function, with the file's names as they are in the model.
/// </summary>
internal static class NetworkComparison
{
    private const string Escape = "LoadOptions { IgnoreDeclaration = true } loads by names and shapes alone";

    /// <summary>The differences; empty if the file contains no declaration.</summary>
    /// <param name="header">The header of the file.</param>
    /// <param name="declaration">The text of the model's declaration.</param>
    /// <param name="names">How names of the file become names of the model.</param>
    /// <param name="ignoreOthers">Whether layers that the model does not have are no fault.</param>
    public static IEnumerable<WeightProblem> Compare(SafetensorsHeader header, string declaration, WeightNames names, bool ignoreOthers)
    {
        if (!header.Metadata.TryGetValue(ModelWeights.DeclarationKey, out string? text) || DeclaredNetwork.Parse(declaration) is not { } model)
            return [];

        if (DeclaredNetwork.Parse(text) is not { } file)
            return [new WeightProblem("the declaration in the file", null, "text that this version reads", "other text, perhaps of a later version", Escape)];

        LayerTensors tensors = new(header);
        Renamed[] found = [.. file.Layers.Select(layer => new Renamed(layer, tensors.NameInModel(layer, names), part => tensors.PartInModel(layer, part, names)))];
        if (!ignoreOthers && !names.HasPrefix)
            return Inputs(file, model).Concat(Whole(found, model.Layers));

        // Layers that both have, in the order of each. Which layers they read is not compared, since others may stand between.
        HashSet<string> wanted = model.Layers.Where(layer => layer.HasParameters).Select(layer => layer.Name).ToHashSet(StringComparer.Ordinal);
        Renamed[] common =
        [
            .. found.Where(layer => layer.Layer.HasParameters && layer.Name is { } name && wanted.Contains(name)).Select(static layer => layer with { Layer = Alone(layer.Layer) }),
        ];
        HashSet<string> there = common.Select(layer => layer.Name!).ToHashSet(StringComparer.Ordinal);
        return Whole(common, [.. model.Layers.Where(layer => layer.HasParameters && there.Contains(layer.Name)).Select(Alone)]);

        static DeclaredLayer Alone(DeclaredLayer layer) => layer with { References = "" };
    }

    private static IEnumerable<WeightProblem> Inputs(DeclaredNetwork file, DeclaredNetwork model)
    {
        if (file.Inputs != model.Inputs)
            yield return new WeightProblem("the input of a step", null, Features(model.Inputs), Features(file.Inputs));
    }

    private static string Features(string? inputs) => inputs is null ? "a token id" : $"{inputs} features";

    private static IEnumerable<WeightProblem> Whole(Renamed[] found, IReadOnlyList<DeclaredLayer> expected)
    {
        if (found.Length != expected.Count || found.Zip(expected).Any(pair => !IsOneLayer(pair.First, pair.Second)))
        {
            yield return new WeightProblem("the layers", null, List(expected.Select(layer => Title(layer, layer.Name))),
                List(found.Select(layer => Title(layer.Layer, layer.Name))), Escape);
            yield break;
        }

        for (int i = 0; i < found.Length; i++)
        {
            if (Difference(found[i], expected[i]) is { } difference)
            {
                string subject = expected[i].HasParameters ? $"layer '{expected[i].Name}'" : "layer";
                yield return new WeightProblem($"{subject} ({i + 1} of {found.Length})", null, difference.Expected, difference.Found, Escape);
            }
        }
    }

    // A reduction over time has nothing in a file that its name could be part of.
    private static bool IsOneLayer(Renamed found, DeclaredLayer expected) =>
        found.Layer.Keyword == expected.Keyword && (!expected.HasParameters || found.Name == expected.Name);

    private static (string Expected, string Found)? Difference(Renamed found, DeclaredLayer expected)
    {
        if (!expected.HasFieldsOf(found.Layer))
            return (expected.Describe(), found.Layer.Describe());

        if (expected.Cell == found.Layer.Cell)
            return null;

        CellEquations? one = CellEquations.Parse(expected.Cell ?? "");
        CellEquations? other = CellEquations.Parse(found.Layer.Cell ?? "");
        Dictionary<string, int> table = [];
        int[]? wanted = one?.Number(table, static name => name);
        int[]? given = other?.Number(table, found.Part);
        if (wanted is null || given is null)
            return ($"the equations of the cell {one?.Name ?? "in the model"}", "others, which this version does not read");

        if (wanted.Length != given.Length || one!.States.Count != other!.States.Count)
            return ($"a cell that returns {string.Join(", ", one!.Returned)}", $"one that returns {string.Join(", ", other!.Returned)}");

        string[] different = [.. one!.Returned.Where((_, i) => wanted[i] != given[i])];
        return different.Length == 0
            ? null
            : ($"the equations of the cell {one.Name}", $"others for {string.Join(", ", different)}");
    }

    private static string Title(DeclaredLayer layer, string? name) => layer.HasParameters ? $"{layer.Keyword} '{name}'" : layer.Keyword;

    private static string List(IEnumerable<string> layers) => string.Join(", ", layers.DefaultIfEmpty("none"));

    /// <summary>A layer of the file.</summary>
    /// <param name="Layer">As declared.</param>
    /// <param name="Name">Its name in the model; null if it is not looked at.</param>
    /// <param name="Part">From the name of a weight of the cell to that in the model.</param>
    private sealed record Renamed(DeclaredLayer Layer, string? Name, Func<string, string> Part);

    /// <summary>The tensors of a file by layer, since options speak of tensors.</summary>
    private sealed class LayerTensors(SafetensorsHeader header)
    {
        private readonly Dictionary<string, string> _first = header.Tensors
            .GroupBy(tensor => WeightNames.LayerOf(tensor.Name)).ToDictionary(group => group.Key, group => group.First().Name, StringComparer.Ordinal);

        public string? NameInModel(DeclaredLayer layer, WeightNames names)
        {
            if (_first.TryGetValue(layer.Name, out string? tensor))
                return names.ToModel(tensor) is { } name ? WeightNames.LayerOf(name) : null;

            // The names of the tensors were changed after the file was written, by a prefix say.
            return WeightNames.LayerOf(names.Rename(layer.Name + ".*"));
        }

        public string PartInModel(DeclaredLayer layer, string part, WeightNames names)
        {
            string tensor = $"{layer.Name}.{part}";
            string name = (_first.ContainsKey(layer.Name) ? names.ToModel(tensor) : null) ?? names.Rename(tensor);
            return name[(name.LastIndexOf('.') + 1)..];
        }
    }
}
