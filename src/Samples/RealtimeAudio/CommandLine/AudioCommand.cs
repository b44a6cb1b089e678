using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace RealtimeAudio.CommandLine;

/// <summary>Turns arguments into options, or into one line that says what is wrong with them.</summary>
internal static class AudioCommand
{
    private const int MostEpochs = 10_000;

    /// <summary>Parses arguments and runs what they ask for.</summary>
    /// <param name="args">The arguments.</param>
    /// <param name="output">Where help goes.</param>
    /// <param name="error">Where the line about a wrong argument goes.</param>
    /// <param name="run">The command to run; returns the exit code.</param>
    /// <returns>The exit code.</returns>
    public static int Invoke(string[] args, TextWriter output, TextWriter error, Func<AudioOptions, int> run)
    {
        Option<string> folder = new("--output")
        {
            Description = "The folder for dry.wav, target.wav, model.wav and the weights.",
            HelpName = "folder",
            DefaultValueFactory = static _ => AudioOptions.DefaultOutput,
        };
        Option<ulong> seed = new("--seed")
        {
            Description = "The seed of initial weights and of what the guitar plays. Equal seeds print equal errors.",
            HelpName = "number",
            DefaultValueFactory = static _ => 1,
            CustomParser = static result => Number(result, "--seed", 0, ulong.MaxValue),
        };
        Option<bool> quick = new("--quick") { Description = "A run of a few seconds, with short passages and few epochs." };
        Option<int?> epochs = new("--epochs")
        {
            Description = $"Passes over the training passage for each network, 1 to {MostEpochs}; {RunSize.Full.Epochs} by default, {RunSize.Quick.Epochs} with --quick.",
            HelpName = "number",
            CustomParser = static result => (int)Number(result, "--epochs", 1, MostEpochs),
        };
        folder.Validators.Add(static result =>
        {
            if (string.IsNullOrWhiteSpace(result.GetValueOrDefault<string>()))
                result.AddError("--output: expected a path, found nothing.");
        });

        RootCommand command = new("Trains two small LSTMs to sound like an amplifier, and measures them as an audio callback runs them.") { folder, seed, quick, epochs };
        command.SetAction(parsed =>
        {
            RunSize size = parsed.GetValue(quick) ? RunSize.Quick : RunSize.Full;
            return run(new AudioOptions(parsed.GetRequiredValue(folder), parsed.GetRequiredValue(seed), size with { Epochs = parsed.GetValue(epochs) ?? size.Epochs }));
        });
        ParseResult result = command.Parse(args);
        if (result.Errors.Count > 0)
        {
            error.WriteLine($"error: {string.Join(" ", result.Errors.Select(static fault => fault.Message)).ReplaceLineEndings(" ")} (--help lists the options.)");
            return ExitCode.Failure;
        }

        return result.Invoke(new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
    }

    private static ulong Number(ArgumentResult result, string option, ulong least, ulong most)
    {
        string text = result.Tokens[0].Value;
        if (ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong number) && number >= least && number <= most)
            return number;
        result.AddError($"{option}: expected a whole number from {least} to {most}, found '{text}'.");
        return least;
    }
}
