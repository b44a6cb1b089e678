using CustomCell.Training;
using RnnCompiler;
using Spectre.Console;

namespace CustomCell.Reporting;

/// <summary>Shows the progress of <c>Fit</c>: a line that changes in a terminal, elsewhere a line after some epochs.</summary>
internal sealed class FitDisplay : IProgress<FitProgress>
{
    private const int LinesOfRun = 8;

    private readonly string _network;
    private readonly int _updates;
    private readonly StatusContext? _status;

    private FitDisplay(string network, int updates, StatusContext? status)
    {
        _network = network;
        _updates = updates;
        _status = status;
    }

    /// <summary>Runs training and shows its progress.</summary>
    /// <param name="network">The network that is trained.</param>
    /// <param name="updates">The most updates.</param>
    /// <param name="train">Trains with a receiver of progress.</param>
    public static LearningCurve Run(string network, int updates, Func<IProgress<FitProgress>, LearningCurve> train) =>
        Console.IsOutputRedirected || !AnsiConsole.Profile.Capabilities.Interactive
            ? train(new FitDisplay(network, updates, null))
            : AnsiConsole.Status().Start(network.EscapeMarkup(), status => train(new FitDisplay(network, updates, status)));

    /// <inheritdoc/>
    public void Report(FitProgress value)
    {
        if (value.Completed is not { } epoch)
            return;
        string line = $"{_network}: update {value.Updates:N0} of {_updates:N0}, mean squared error {epoch.ValidationLoss:F4}";
        if (_status is not null)
            _status.Status = line.EscapeMarkup();
        else if ((epoch.Epoch + 1) % Math.Max(1, value.Epochs / LinesOfRun) == 0)
            AnsiConsole.WriteLine(line);
    }
}
