using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

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
        Option<string> folder = new("--output")
        {
            Description = "The folder for the picture and the weights.",
            HelpName = "folder",
            DefaultValueFactory = static _ => TaggingOptions.DefaultOutput,
        };
        Option<ulong> seed = new("--seed")
        {
            Description = "The seed of persons, recordings, initial weights, dropout and the order of recordings. Equal seeds print equal scores.",
            HelpName = "number",
            DefaultValueFactory = static _ => 1,
            CustomParser = static result => Number(result, "--seed", 0, ulong.MaxValue),
        };
        Option<int> epochs = new("--epochs")
        {
            Description = $"The most epochs of each network, 1 to {MostEpochs}; training ends earlier if the validation loss no longer improves.",
            HelpName = "number",
            DefaultValueFactory = static _ => TaggingOptions.DefaultEpochs,
            CustomParser = static result => (int)Number(result, "--epochs", 1, MostEpochs),
        };
        folder.Validators.Add(static result =>
        {
            if (string.IsNullOrWhiteSpace(result.GetValueOrDefault<string>()))
                result.AddError("--output: expected a path, found nothing.");
        });

        RootCommand command = new("Tags each fifth of a second of accelerometer recordings with an activity, by a bidirectional network.") { folder, seed, epochs };
        command.SetAction(parsed => run(new TaggingOptions(parsed.GetRequiredValue(folder), parsed.GetRequiredValue(seed), parsed.GetRequiredValue(epochs))));
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
