using System.CommandLine;
using Samples;

namespace NumberWords.CommandLine;

/// <summary>Turns arguments into options, or into one line that says what is wrong with them.</summary>
internal static class WordsCommand
{
    private const int MostUpdates = 1_000_000;
    private const int MostSeconds = 86_400;

    /// <summary>Parses arguments and runs what they ask for.</summary>
    /// <param name="args">The arguments.</param>
    /// <param name="output">Receives help.</param>
    /// <param name="error">Receives the line about a wrong argument.</param>
    /// <param name="run">The command to run; returns the exit code.</param>
    /// <returns>The exit code.</returns>
    public static int Invoke(string[] args, TextWriter output, TextWriter error, Func<WordsOptions, int> run)
    {
        Option<string> folder = CommandArguments.Path("--output", "folder", "The folder for the picture and the weights.", WordsOptions.DefaultOutput);
        Option<ulong> seed = CommandArguments.Seed("The seed of the numbers and of initial weights. Equal seeds print equal scores, unless the time limit ends training.");
        Option<int> updates = CommandArguments.Count(
            "--updates", $"Updates of the weights, {WordsOptions.DefaultUpdates} by default; the rate falls until the last one.", MostUpdates, WordsOptions.DefaultUpdates);
        Option<int> seconds = CommandArguments.Count(
            "--seconds", $"The most seconds of training, {WordsOptions.DefaultSeconds} by default.", MostSeconds, WordsOptions.DefaultSeconds);
        RootCommand command = new("Translates numbers in English and German words to digits, by an encoder and a decoder with attention, and draws the attention.")
        {
            folder, seed, updates, seconds,
        };
        command.SetAction(parsed => run(new WordsOptions(
            parsed.GetRequiredValue(folder), parsed.GetRequiredValue(seed), parsed.GetRequiredValue(updates), parsed.GetRequiredValue(seconds))));
        return CommandArguments.Invoke(command, args, output, error);
    }
}
