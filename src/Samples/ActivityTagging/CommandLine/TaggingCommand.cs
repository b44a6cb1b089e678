using System.CommandLine;
using Samples;

namespace ActivityTagging.CommandLine;

/// <summary>Turns arguments into options, or into one line that says what is wrong with them.</summary>
internal static class TaggingCommand
{
    private const int MostEpochs = 10_000;

    /// <summary>Parses arguments and runs what they ask for.</summary>
    /// <param name="args">The arguments.</param>
    /// <param name="output">Receives help.</param>
    /// <param name="error">Receives the line about a wrong argument.</param>
    /// <param name="run">The command to run; returns the exit code.</param>
    /// <returns>The exit code.</returns>
    public static int Invoke(string[] args, TextWriter output, TextWriter error, Func<TaggingOptions, int> run)
    {
        Option<string> folder = CommandArguments.Path("--output", "folder", "The folder for the picture and the weights.", TaggingOptions.DefaultOutput);
        Option<ulong> seed = CommandArguments.Seed("The seed of persons, recordings, initial weights, dropout and the order of recordings. Equal seeds print equal scores.");
        Option<int> epochs = CommandArguments.Count(
            "--epochs",
            $"The most epochs of each network, 1 to {MostEpochs}; training ends earlier if the validation loss no longer improves.",
            MostEpochs,
            TaggingOptions.DefaultEpochs);
        RootCommand command = new("Tags each fifth of a second of accelerometer recordings with an activity, by a bidirectional network.") { folder, seed, epochs };
        command.SetAction(parsed => run(new TaggingOptions(parsed.GetRequiredValue(folder), parsed.GetRequiredValue(seed), parsed.GetRequiredValue(epochs))));
        return CommandArguments.Invoke(command, args, output, error);
    }
}
