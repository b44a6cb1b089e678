namespace RnnCompiler.Benchmarks.Results;

/// <summary>Keeps the table of the repository's README equal to a file of results.</summary>
internal static class Readme
{
    private const string Begin = "<!-- benchmarks: written by `RnnCompiler.Benchmarks --readme` -->";
    private const string End = "<!-- end of benchmarks -->";

    /// <summary>Replaces what stands between the markers.</summary>
    /// <exception cref="InvalidDataException">The README has no markers.</exception>
    public static void Write(RunResult run)
    {
        string file = Path.Combine(Repository.Root, "README.md");
        string text = File.ReadAllText(file);
        int begin = text.IndexOf(Begin, StringComparison.Ordinal);
        int end = text.IndexOf(End, StringComparison.Ordinal);
        if (begin < 0 || end < begin)
            throw new InvalidDataException($"README.md lacks the lines {Begin} and {End}.");
        File.WriteAllText(file, $"{text[..(begin + Begin.Length)]}\n\n{Tables.All(run)}\n{text[end..]}");
    }
}
