using System.Globalization;
using System.Text;

namespace RnnCompiler.Benchmarks.BuildTime;

/// <summary>
/// Time that ten models add to the builds of a project: seconds of processor time in addition to those of the same project without models, in turns, the best of
/// each.
/// </summary>
internal static class BuildTiming
{
    private const int Rounds = 3;

    private static readonly string[] s_layers = ["Lstm(64, Layers = 2)", "Gru(128)", "Lstm(32, Bidirectional = true)", "Rnn(48)", "Gru(64, Layers = 2, Bidirectional = true)"];

    private static readonly (string Name, string Configuration, string Options)[] s_variants =
    [
        ("Release", "Release", ""),
        ("Release, Training = false", "Release", ", Training = false"),
        ("Debug, kernels made at run time", "Debug", ""),
    ];

    /// <summary>Packs the repository, measures, and returns the table.</summary>
    public static string Measure()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("rnn-build-time");
        try
        {
            (string feed, string version) = LocalFeed.Pack(folder.FullName);
            BuildConsumer Consumer(string name, string configuration, string models) => new(Path.Combine(folder.FullName, name), feed, version, configuration, models);
            Dictionary<string, BuildConsumer> empty = s_variants.Select(static v => v.Configuration).Distinct()
                .ToDictionary(static c => c, c => Consumer("without-" + c, c, ""));
            BuildConsumer[] full = [.. s_variants.Select((v, i) => Consumer($"with-{i}", v.Configuration, Models(v.Options)))];
            BuildConsumer[] all = [.. empty.Values, .. full];
            double[] clean = Best(all, static consumer => consumer.BuildClean());
            double[] edit = Best(all, static consumer => consumer.BuildAfterEdit());

            StringBuilder table = new();
            table.AppendLine("| build of ten models | after an unrelated edit | of which without models | clean | of which without models | text per model |");
            table.AppendLine("|---|---:|---:|---:|---:|---:|");
            for (int i = 0; i < full.Length; i++)
            {
                int without = Array.IndexOf(all, empty[s_variants[i].Configuration]);
                int with = empty.Count + i;
                table.Append(CultureInfo.InvariantCulture, $"| {s_variants[i].Name} | {edit[with] - edit[without]:F1} s more | {edit[without]:F1} s ");
                table.Append(CultureInfo.InvariantCulture, $"| {clean[with] - clean[without]:F1} s more | {clean[without]:F1} s ");
                table.AppendLine(CultureInfo.InvariantCulture, $"| {full[i].GeneratedCharacters / 10_000.0:F0} k characters |");
            }

            return table.ToString();
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static double[] Best(BuildConsumer[] consumers, Func<BuildConsumer, double> build)
    {
        double[] best = [.. consumers.Select(static _ => double.MaxValue)];
        for (int round = 0; round < Rounds; round++)
        {
            for (int i = 0; i < consumers.Length; i++)
                best[i] = Math.Min(best[i], build(consumers[i]));
        }

        return best;
    }

    private static string Models(string options) => string.Concat(Enumerable.Range(0, 10).Select(i =>
    {
        string layer = s_layers[i % 5];
        string reduction = layer.Contains("Bidirectional", StringComparison.Ordinal) ? "" : ", RnnCompiler.LastStep";
        return $"[RnnCompiler.RnnModel(InputSize = {(i < 5 ? 8 : 4)}, SequenceLength = {(i < 5 ? 50 : 30)}{options}), RnnCompiler.{layer}{reduction}, "
            + $"RnnCompiler.Dense({1 + (i % 5)})]\npublic sealed partial class Model{i};\n";
    }));
}
