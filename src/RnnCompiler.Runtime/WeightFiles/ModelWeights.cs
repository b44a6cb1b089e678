using RnnCompiler.CompilerServices;

namespace RnnCompiler;

/// <summary>The parameters of a model as a weight file.</summary>
internal static class ModelWeights
{
    /// <summary>The metadata that holds the text of the declaration.</summary>
    public const string DeclarationKey = "rnncompiler.declaration";

    /// <summary>The metadata that holds the hash of that text.</summary>
    public const string HashKey = "rnncompiler.declaration_sha256";

    private const int MostProblems = 20;

    /// <summary>Writes all parameters.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="layout">The parameters.</param>
    /// <param name="stream">Where they are written; it stays open.</param>
    /// <param name="read">The values of a parameter, in canonical layout.</param>
    public static void Save<T>(ModelLayout layout, Stream stream, Func<ModelParameter, T[]> read)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(stream);
        Dictionary<string, string> metadata = new(StringComparer.Ordinal) { [DeclarationKey] = layout.Declaration, [HashKey] = layout.DeclarationHash };
        SafetensorsWriter.Write(stream, metadata, layout.Parameters, read);
    }

    /// <summary>Reads a value for each parameter.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="layout">The parameters.</param>
    /// <param name="reader">The file, of which the header was read.</param>
    /// <param name="options">How it is read; null for the default.</param>
    /// <returns>The values of each parameter in the order of the layout, in canonical layout.</returns>
    /// <exception cref="WeightFileException">The file does not fit: all that is wrong is in the message.</exception>
    public static T[][] Read<T>(ModelLayout layout, SafetensorsReader reader, LoadOptions? options)
        where T : unmanaged
    {
        options ??= new LoadOptions();
        WeightNames names = new(options);
        SafetensorsHeader header = reader.Header;
        WeightMatching match = new(header, layout.Parameters, names, options.IgnoreOthers);
        List<WeightProblem> problems = match.Problems;
        if (!options.IgnoreDeclaration)
            problems.AddRange(NetworkComparison.Compare(header, layout.Declaration, names, options.IgnoreOthers));

        if (problems.Count > 0)
            throw Error(reader.Name, layout, problems, WeightHints.Of(header, layout, options, match));

        T[][] values = new T[match.Tensors.Length][];
        foreach (int index in Enumerable.Range(0, values.Length).OrderBy(i => match.Tensors[i]!.Begin))
            values[index] = reader.ReadValues<T>(match.Tensors[index]!);

        return values;
    }

    private static WeightFileException Error(string name, ModelLayout layout, List<WeightProblem> problems, IReadOnlyList<string> hints)
    {
        string end = string.Concat(hints.Select(hint => " " + hint));
        if (problems.Count == 1)
            return new WeightFileException($"{name}: {problems[0]}.{end}", problems[0]);

        string model = DeclaredNetwork.Parse(layout.Declaration) is { } network ? $"the model {network.Name}" : "the model";
        string list = string.Concat(problems.Take(MostProblems).Select(problem => $"\n  {problem}"));
        string more = problems.Count > MostProblems ? $"\n  … and {problems.Count - MostProblems} more" : "";
        string tail = hints.Count > 0 ? "\n" + string.Join("\n", hints) : "";
        return new WeightFileException($"{name} does not fit {model} in {problems.Count} ways:{list}{more}{tail}", problems[0]);
    }
}
