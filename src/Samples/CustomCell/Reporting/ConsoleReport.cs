using System.Globalization;
using CustomCell.CommandLine;
using CustomCell.Data;
using CustomCell.Training;
using Spectre.Console;

namespace CustomCell.Reporting;

/// <summary>Prints the results of the sample.</summary>
internal sealed class ConsoleReport
{
    private static readonly CultureInfo s_culture = CultureInfo.InvariantCulture;

    /// <summary>Prints the problem.</summary>
    public void Problem(AddingOptions options)
    {
        Say($"The adding problem: {AddingProblem.Steps} steps, two of them marked; the target is the sum of their numbers.");
        Say($"At most {options.Updates:N0} batches of {Learner.BatchSize} sequences.");
        Say($"The answer 1 for all sequences has an error of {AddingProblem.ErrorOfTheMean:F3}; an error below {AddingProblem.Solved} counts as solved.");
    }

    /// <summary>Prints the results of the networks.</summary>
    public void Results(IReadOnlyList<LearningCurve> curves)
    {
        Table table = new Table().Border(TableBorder.Rounded);
        foreach (string title in new[] { "network", "parameters", "mean squared error", "solved after", "seconds" })
            table.AddColumn(new TableColumn(title) { Alignment = title == "network" ? Justify.Left : Justify.Right });
        foreach (LearningCurve curve in curves)
        {
            string solved = curve.Solved is { } point ? string.Create(s_culture, $"{point.Updates:N0} updates, {point.Seconds:F1} s") : "not solved";
            table.AddRow(
                Markup.Escape(curve.Network),
                curve.Parameters.ToString("N0", s_culture),
                curve.Final.ToString("F5", s_culture),
                solved,
                curve.Points[^1].Seconds.ToString("F1", s_culture));
        }

        AnsiConsole.Write(table);
        Say($"All three took {curves.Sum(static c => c.Points[^1].Seconds):F0} seconds. The error is that of the best weights on {Learner.JudgedRows:N0} test sequences.");
    }

    /// <summary>Prints the path of the picture.</summary>
    public void Picture(string path) => Say($"Learning curves: {path}");

    private static void Say(FormattableString text) => AnsiConsole.WriteLine(text.ToString(s_culture));
}
