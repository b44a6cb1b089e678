using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace WeatherForecast.CommandLine;

/// <summary>Turns arguments into options, or into one line that says what is wrong with them.</summary>
internal static class ForecastCommand
{
    private const int MostEpochs = 1000;

    /// <summary>Parses arguments and runs what they ask for.</summary>
    /// <param name="args">The arguments.</param>
    /// <param name="output">Where help goes.</param>
    /// <param name="error">Where the line about a wrong argument goes.</param>
    /// <param name="run">The command to run; returns the exit code.</param>
    /// <returns>The exit code.</returns>
    public static int Invoke(string[] args, TextWriter output, TextWriter error, Func<ForecastOptions, int> run)
    {
        Option<string> data = new("--data")
        {
            Description = "Daily weather as CSV: date, precipitation, temp_max, temp_min, wind, weather; at least three years. The last calendar year is held out.",
            HelpName = "file",
            DefaultValueFactory = _ => ForecastOptions.DefaultData,
        };
        Option<string> folder = new("--output")
        {
            Description = "The folder for the picture and the weights.",
            HelpName = "folder",
            DefaultValueFactory = _ => ForecastOptions.DefaultOutput,
        };
        Option<ulong> seed = new("--seed")
        {
            Description = "The seed of initial weights, dropout and the order of days. Equal seeds print equal numbers.",
            HelpName = "number",
            DefaultValueFactory = _ => 1,
            CustomParser = result => Number(result, "--seed", 0, ulong.MaxValue),
        };
        Option<int> epochs = new("--epochs")
        {
            Description = $"Largest number of epochs that is tried on the validation year, 1 to {MostEpochs}.",
            HelpName = "number",
            DefaultValueFactory = _ => 24,
            CustomParser = result => (int)Number(result, "--epochs", 1, MostEpochs),
        };
        foreach (Option<string> path in new[] { data, folder })
        {
            path.Validators.Add(result =>
            {
                if (string.IsNullOrWhiteSpace(result.GetValueOrDefault<string>()))
                    result.AddError($"{path.Name}: expected a path, found nothing.");
            });
        }

        RootCommand command = new("Trains two declared networks on daily weather and forecasts the next day.") { data, folder, seed, epochs };
        command.SetAction(parsed => run(new ForecastOptions(
            parsed.GetRequiredValue(data), parsed.GetRequiredValue(folder), parsed.GetRequiredValue(seed), parsed.GetRequiredValue(epochs))));

        ParseResult result = command.Parse(args);
        if (result.Errors.Count > 0)
        {
            error.WriteLine($"error: {string.Join(" ", result.Errors.Select(fault => fault.Message)).ReplaceLineEndings(" ")} (--help lists the options.)");
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
