using System.CommandLine;
using Samples;

namespace CharacterModel.CommandLine;

/// <summary>Turns arguments into options, or into one line that says what is wrong with them.</summary>
internal static class CharacterCommand
{
    private const int MostEpochs = 1000;

    /// <summary>Parses arguments and runs what they ask for.</summary>
    /// <param name="args">The arguments.</param>
    /// <param name="output">Receives help.</param>
    /// <param name="error">Receives the line about a wrong argument.</param>
    /// <param name="run">The command to run; returns the exit code.</param>
    /// <returns>The exit code.</returns>
    public static int Invoke(string[] args, TextWriter output, TextWriter error, Func<CharacterOptions, int> run)
    {
        Option<string?> text = CommandArguments.Path("--text", "file", "A text in UTF-8; if it is omitted, the C# sources of this repository. Its last tenth is held out.");
        Option<string> folder = CommandArguments.Path("--output", "folder", "The folder for the generated text, the picture and the weights.", CharacterOptions.DefaultOutput);
        Option<ulong> seed = CommandArguments.Seed("The seed of the order of sources, of initial weights, dropout and generated text. Equal seeds print equal numbers.");
        Option<bool> quick = new("--quick") { Description = "A run of a few seconds, with the start of the text." };
        Option<int?> epochs = CommandArguments.Count(
            "--epochs",
            $"Passes over the training text, 1 to {MostEpochs}; {RunSize.Full.Epochs} by default, {RunSize.Quick.Epochs} with --quick.",
            MostEpochs);
        RootCommand command = new("Learns to write a text character by character, compares its perplexity with those of n-grams, and generates more of it.")
        {
            text, folder, seed, quick, epochs,
        };
        command.SetAction(parsed =>
        {
            RunSize size = parsed.GetValue(quick) ? RunSize.Quick : RunSize.Full;
            return run(new CharacterOptions(
                parsed.GetValue(text),
                parsed.GetRequiredValue(folder),
                parsed.GetRequiredValue(seed),
                size with { Epochs = parsed.GetValue(epochs) ?? size.Epochs }));
        });
        return CommandArguments.Invoke(command, args, output, error);
    }
}
