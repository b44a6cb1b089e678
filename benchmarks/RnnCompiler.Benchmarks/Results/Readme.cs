namespace RnnCompiler.Benchmarks.Results;

/// <summary>Writes tables of results into the READMEs, between markers: a few rows into the repository's, everything into that of the benchmarks.</summary>
internal static class Readme
{
    private const string Name = "README.md";
    private const string Command = "written by `RnnCompiler.Benchmarks --readme`";

    private static readonly string[] s_rows =
    [
        "step, LSTM 1→16",
        "sequence, LSTM 1→16 T1000",
        "sequence, LSTM 64→128 T100",
        "sequence, GRU 64→128 T100",
        "batch 32, LSTM 64→128 T100",
        "training, LSTM 64→128 T50 B32",
        "training, GRU 64→128 T50 B32",
    ];

    /// <summary>Replaces the text between the markers of both files.</summary>
    /// <exception cref="InvalidDataException">A README has no markers, or the run lacks a row.</exception>
    public static void Write(RunResult run)
    {
        Replace(Path.Combine(Repository.Root, Name), "speed", Tables.Selection(run, s_rows));
        Replace(Path.Combine(Repository.Root, "benchmarks", Name), "benchmarks", Tables.All(run));
    }

    private static void Replace(string file, string marker, string table)
    {
        string first = $"<!-- {marker}: {Command} -->";
        string last = $"<!-- end of {marker} -->";
        string text = File.ReadAllText(file);
        int begin = text.IndexOf(first, StringComparison.Ordinal);
        int end = text.IndexOf(last, StringComparison.Ordinal);
        if (begin < 0 || end < begin)
            throw new InvalidDataException($"{file} lacks the lines {first} and {last}.");
        File.WriteAllText(file, $"{text[..(begin + first.Length)]}\n\n{table}\n{text[end..]}");
    }
}
