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
        Say($"The adding problem: {AddingProblem.Steps} steps, two of them marked; the target is the sum of their numbers. {options.Updates:N0} batches of {Learner.BatchSize}.");
        Say($"The answer 1 for all sequences has an error of {AddingProblem.ErrorOfTheMean:F3}; an error below {AddingProblem.Solved} counts as solved.");
    }

    /// <summary>Shows progress while a network learns; without a terminal, a line now and then.</summary>
    public LearningCurve Watch(string network, int updates, Func<Action<int, double>, LearningCurve> train)
    {
        if (!AnsiConsole.Profile.Capabilities.Interactive || Console.IsOutputRedirected)
            return train((update, error) => Now(network, updates, update, error));
        return AnsiConsole.Status().Start(network, status => train((update, error) =>
            status.Status(Markup.Escape(string.Create(s_culture, $"{network}: update {update:N0} of {updates:N0}, mean squared error {error:F4}")))));
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
        Say($"All three took {curves.Sum(static c => c.Points[^1].Seconds):F0} seconds. The error is that on 1,000 test sequences.");
    }

    /// <summary>Prints the path of the picture.</summary>
    public void Picture(string path) => Say($"Learning curves: {path}");

    private static void Now(string network, int updates, int update, double error)
    {
        if (update % Math.Max(50, updates / 8 / 50 * 50) == 0)
            Say($"{network}: update {update:N0}, mean squared error {error:F4}");
    }

    private static void Say(FormattableString text) => AnsiConsole.WriteLine(text.ToString(s_culture));
}
