using NumberWords.Data;
using NumberWords.Evaluation;
using NumberWords.Training;
using Spectre.Console;
using static Samples.ReportTables;

namespace NumberWords.Reporting;

/// <summary>Prints the results of the sample.</summary>
internal sealed class ConsoleReport
{
    private readonly IAnsiConsole _console = Open();

    /// <summary>Prints the task.</summary>
    public void Task(NumberSplit numbers, long parameters) => Say(
        $"Numbers from 0 to 999,999 in {string.Join(" and ", Language.All.Select(static l => l.Name))}, read by characters; {numbers.HeldOut.Count:N0} held out; "
        + $"{parameters:N0} parameters.");

    /// <summary>Prints the progress of training.</summary>
    public void Progress(TrainingProgress progress, IReadOnlyList<ExactMatch> matches) => Say(
        $"{progress.Updates,6:N0} updates {progress.Time.TotalSeconds,6:F1} s   loss {progress.Loss:F4}   held out: "
        + string.Join(", ", matches.Select(static m => $"{m.Language} {m.Share:P1}")));

    /// <summary>Prints the time of training.</summary>
    public void Trained(TrainingProgress progress) => Say(
        $"Trained by {progress.Updates:N0} updates of {TranslatorTrainer.Rows} numbers in {progress.Time.TotalSeconds:F0} s.");

    /// <summary>Prints the scores.</summary>
    public void Scores(IReadOnlyList<ExactMatch> matches)
    {
        Table table = Columns("language", "search", ">exact match", ">wrong", ">of");
        foreach (ExactMatch match in matches)
            Row(table, match.Language, match.Search, $"{match.Share:P2}", $"{match.Count - match.Correct:N0}", $"{match.Count:N0}");
        _console.Write(table);
    }

    /// <summary>Prints a translation.</summary>
    public void Example(string words, string digits) => Say($"{words} → {digits}");

    /// <summary>Prints the paths of the results.</summary>
    public void Files(string picture, string weights) => Say($"Attention: {picture}\nWeights: {weights}");

    private void Say(string text) => _console.WriteLine(text);
}
