using System.Globalization;
using RealtimeAudio.Audio;
using RealtimeAudio.CommandLine;
using RealtimeAudio.Measurement;
using Spectre.Console;

namespace RealtimeAudio.Reporting;

/// <summary>Prints the results of the sample.</summary>
internal sealed class ConsoleReport
{
    private const int Width = 130;
    private static readonly CultureInfo s_culture = CultureInfo.InvariantCulture;

    /// <summary>Creates a report. Output that is redirected has lines of a fixed width.</summary>
    public ConsoleReport()
    {
        if (Console.IsOutputRedirected)
            AnsiConsole.Profile.Width = Width;
    }

    /// <summary>Prints the problem.</summary>
    public void Problem(RunSize size)
    {
        Say($"Guitar at {Passage.Rate:N0} Hz: {size.TrainingSeconds} s for training, {size.HeldOutSeconds} s held out. The target is the output of an amplifier.");
        Say($"The error is the error-to-signal ratio on the held-out passage: 1 for silence, 0 for a perfect model.");
    }

    /// <summary>Shows progress while a network is trained; without a terminal, a line now and then.</summary>
    public TimeSpan Watch(string network, int epochs, Func<Action<int, double>, TimeSpan> train)
    {
        if (!AnsiConsole.Profile.Capabilities.Interactive || Console.IsOutputRedirected)
            return train((epoch, error) => Now(network, epochs, epoch, error));
        return AnsiConsole.Status().Start(network, status => train((epoch, error) =>
            status.Status(Markup.Escape(string.Create(s_culture, $"{network}: epoch {epoch} of {epochs}, mean squared error {error:E1}")))));
    }

    /// <summary>Prints errors and speed.</summary>
    public void Results(IReadOnlyList<AmpResult> results)
    {
        Table table = Titled("network", "parameters", "error before", "error after", "training", $"blocks of {BlockSpeed.Samples}", "worst block");
        foreach (AmpResult result in results)
        {
            Row(
                table, result.Network, $"{result.Parameters:N0}", $"{result.Before:F3}", $"{result.After:F5}", $"{result.Training.TotalSeconds:F1} s",
                $"{result.Blocks.TimesRealTime:N0} × real time", $"{Microseconds(result.Blocks.Worst)}");
        }

        AnsiConsole.Write(table);
        Say($"A block may take {BlockSpeed.Deadline.TotalMicroseconds:N0} µs. One thread, in place, {results[0].Blocks.Blocks:N0} blocks.");
    }

    /// <summary>Prints the times of single steps.</summary>
    public void Steps(IReadOnlyList<AmpResult> results)
    {
        Table table = Titled("single steps", "mean, with clock", "worst", $"above {StepTimes.Limit.TotalMicroseconds:F0} µs", "bytes allocated", "collections");
        foreach (AmpResult result in results)
        {
            Steps(table, result.Network, result.Steps.Network);
            Steps(table, "  control", result.Steps.Control);
        }

        AnsiConsole.Write(table);
        StepTimes times = results[0].Steps.Network;
        Say($"Each row: {times.Steps:N0} steps, {(double)times.Steps / Passage.Rate / 60:F1} minutes of sound, each timed alone. The control is a loop of that duration.");
    }

    /// <summary>Prints the paths of the files.</summary>
    public void Files(string folder, string network) => Say($"Held-out passage: dry.wav, target.wav and model.wav (of {network}), and the weights of both networks, in {folder}");

    private static void Steps(Table table, string title, StepTimes times) => Row(
        table, title, $"{times.MeanNanoseconds:F0} ns", $"{Microseconds(times.WorstTime)}", $"{times.Above:N0}", $"{times.Bytes:N0}", $"{times.Collections:N0}");

    private static string Microseconds(TimeSpan time) => string.Create(s_culture, $"{time.TotalMicroseconds:N0} µs");

    private static Table Titled(params string[] titles)
    {
        Table table = new Table().Border(TableBorder.Rounded);
        for (int i = 0; i < titles.Length; i++)
            table.AddColumn(new TableColumn(titles[i]) { Alignment = i == 0 ? Justify.Left : Justify.Right });
        return table;
    }

    private static void Row(Table table, string title, params FormattableString[] cells) =>
        table.AddRow([Markup.Escape(title), .. cells.Select(static cell => Markup.Escape(cell.ToString(s_culture)))]);

    private static void Now(string network, int epochs, int epoch, double error)
    {
        if (epoch % Math.Max(1, epochs / 6) == 0)
            Say($"{network}: epoch {epoch} of {epochs}, mean squared error {error:E1}");
    }

    private static void Say(FormattableString text) => AnsiConsole.WriteLine(text.ToString(s_culture));
}
