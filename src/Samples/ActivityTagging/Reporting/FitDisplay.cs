using ActivityTagging.Training;
using RnnCompiler;
using Spectre.Console;

namespace ActivityTagging.Reporting;

/// <summary>Shows the progress of <c>Fit</c>: a line that changes in a terminal, elsewhere a line after each tenth epoch.</summary>
internal sealed class FitDisplay : IProgress<FitProgress>
{
    private const int EpochsPerLine = 10;

    private readonly string _network;
    private readonly IAnsiConsole _console;
    private readonly StatusContext? _status;

    private FitDisplay(string network, IAnsiConsole console, StatusContext? status)
    {
        _network = network;
        _console = console;
        _status = status;
    }

    /// <summary>Runs training and shows its progress.</summary>
    /// <param name="tagger">The network that is trained.</param>
    /// <param name="console">The console.</param>
    /// <param name="train">Trains with a receiver of progress.</param>
    public static FitResult Run(ITagger tagger, IAnsiConsole console, Func<IProgress<FitProgress>, FitResult> train) =>
        Console.IsOutputRedirected || !console.Profile.Capabilities.Interactive
            ? train(new FitDisplay(tagger.Name, console, null))
            : console.Status().Start(tagger.Name.EscapeMarkup(), status => train(new FitDisplay(tagger.Name, console, status)));

    /// <inheritdoc/>
    public void Report(FitProgress value)
    {
        if (value.Completed is not { } epoch)
            return;
        string line = $"{_network}, epoch {epoch.Epoch + 1}: loss {epoch.Loss:F3}, validation loss {epoch.ValidationLoss:F3}, "
            + $"accuracy {epoch.Metrics[Metric.Accuracy]:P1}, {epoch.RowsPerSecond:N0} recordings/s";
        if (_status is not null)
            _status.Status = line.EscapeMarkup();
        else if ((epoch.Epoch + 1) % EpochsPerLine == 0)
            _console.WriteLine(line);
    }
}
