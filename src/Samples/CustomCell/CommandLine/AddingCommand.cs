using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

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
        Option<string> folder = new("--output")
        {
            Description = "The folder for the picture.",
            HelpName = "folder",
            DefaultValueFactory = static _ => AddingOptions.DefaultOutput,
        };
        Option<ulong> seed = new("--seed")
        {
            Description = "The seed of initial weights and sequences. Equal seeds print equal numbers.",
            HelpName = "number",
            DefaultValueFactory = static _ => 1,
            CustomParser = static result => Number(result, "--seed", 0, ulong.MaxValue),
        };
        Option<int> updates = new("--updates")
        {
            Description = $"The most batches for training each network, 1 to {MostUpdates}.",
            HelpName = "number",
            DefaultValueFactory = static _ => AddingOptions.DefaultUpdates,
            CustomParser = static result => (int)Number(result, "--updates", 1, MostUpdates),
        };
        folder.Validators.Add(static result =>
        {
            if (string.IsNullOrWhiteSpace(result.GetValueOrDefault<string>()))
                result.AddError("--output: expected a path, found nothing.");
        });

        RootCommand command = new("Lets a recurrent cell that is defined in this sample solve the adding problem, beside an LSTM and a vanilla network.") { folder, seed, updates };
        command.SetAction(parsed => run(new AddingOptions(parsed.GetRequiredValue(folder), parsed.GetRequiredValue(seed), parsed.GetRequiredValue(updates))));
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
