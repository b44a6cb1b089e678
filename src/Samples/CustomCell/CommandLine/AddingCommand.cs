using System.CommandLine;
using Samples;

namespace CustomCell.CommandLine;

/// <summary>Turns arguments into options, or into one line that says what is wrong with them.</summary>
internal static class AddingCommand
{
    private const int MostUpdates = 1_000_000;

    /// <summary>Parses arguments and runs what they ask for.</summary>
    /// <param name="args">The arguments.</param>
    /// <param name="output">Where help goes.</param>
    /// <param name="error">Where the line about a wrong argument goes.</param>
    /// <param name="run">The command to run; returns the exit code.</param>
    /// <returns>The exit code.</returns>
    public static int Invoke(string[] args, TextWriter output, TextWriter error, Func<AddingOptions, int> run)
    {
        Option<string> folder = CommandArguments.Path("--output", "folder", "The folder for the picture.", AddingOptions.DefaultOutput);
        Option<ulong> seed = CommandArguments.Seed("The seed of initial weights and sequences. Equal seeds print equal numbers.");
        Option<int> updates = CommandArguments.Count(
            "--updates",
            $"The most batches for training each network, 1 to {MostUpdates}.",
            MostUpdates,
            AddingOptions.DefaultUpdates);
        RootCommand command = new("Lets a recurrent cell that is defined in this sample solve the adding problem, beside an LSTM and a vanilla network.") { folder, seed, updates };
        command.SetAction(parsed => run(new AddingOptions(parsed.GetRequiredValue(folder), parsed.GetRequiredValue(seed), parsed.GetRequiredValue(updates))));
        return CommandArguments.Invoke(command, args, output, error);
    }
}
