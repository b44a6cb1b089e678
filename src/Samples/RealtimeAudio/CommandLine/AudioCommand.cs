using System.CommandLine;
using Samples;

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
        Option<string> folder = CommandArguments.Path("--output", "folder", "The folder for dry.wav, target.wav, model.wav and the weights.", AudioOptions.DefaultOutput);
        Option<ulong> seed = CommandArguments.Seed("The seed of initial weights and of what the guitar plays. Equal seeds print equal errors.");
        Option<bool> quick = new("--quick") { Description = "A run of a few seconds, with short passages and few epochs." };
        Option<int?> epochs = CommandArguments.Count(
            "--epochs",
            $"Passes over the training passage for each network, 1 to {MostEpochs}; {RunSize.Full.Epochs} by default, {RunSize.Quick.Epochs} with --quick.",
            MostEpochs);
        RootCommand command = new("Trains two small LSTMs to sound like an amplifier, and measures them as an audio callback runs them.") { folder, seed, quick, epochs };
        command.SetAction(parsed =>
        {
            RunSize size = parsed.GetValue(quick) ? RunSize.Quick : RunSize.Full;
            return run(new AudioOptions(parsed.GetRequiredValue(folder), parsed.GetRequiredValue(seed), size with { Epochs = parsed.GetValue(epochs) ?? size.Epochs }));
        });
        return CommandArguments.Invoke(command, args, output, error);
    }
}
