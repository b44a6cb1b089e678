using System.CommandLine;
using Samples;

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
        Option<string> data = CommandArguments.Path(
            "--data",
            "file",
            "Daily weather as CSV: date, precipitation, temp_max, temp_min, wind, weather; at least three years. The last calendar year is held out.",
            ForecastOptions.DefaultData);
        Option<string> folder = CommandArguments.Path("--output", "folder", "The folder for the picture and the weights.", ForecastOptions.DefaultOutput);
        Option<ulong> seed = CommandArguments.Seed("The seed of initial weights, dropout and the order of days. Equal seeds print equal numbers.");
        Option<int> epochs = CommandArguments.Count(
            "--epochs",
            $"Largest number of epochs that is tried on the validation year, 1 to {MostEpochs}.",
            MostEpochs,
            24);
        RootCommand command = new("Trains two declared networks on daily weather and forecasts the next day.") { data, folder, seed, epochs };
        command.SetAction(parsed => run(new ForecastOptions(
            parsed.GetRequiredValue(data), parsed.GetRequiredValue(folder), parsed.GetRequiredValue(seed), parsed.GetRequiredValue(epochs))));
        return CommandArguments.Invoke(command, args, output, error);
    }
}
