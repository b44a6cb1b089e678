using Spectre.Console;
using Spectre.Console.Rendering;
using WeatherForecast.Training;

namespace WeatherForecast.Reporting;

/// <summary>Shows how far training has come: bars in a terminal, one line per training elsewhere.</summary>
internal sealed class TrainingDisplay
{
    private readonly IAnsiConsole _console;
    private readonly ProgressContext? _bars;

    private TrainingDisplay(IAnsiConsole console, ProgressContext? bars)
    {
        _console = console;
        _bars = bars;
    }

    /// <summary>Runs work that trains.</summary>
    /// <param name="console">Where it is shown.</param>
    /// <param name="work">The work; gets what shows it.</param>
    public static T Run<T>(IAnsiConsole console, Func<TrainingDisplay, T> work)
    {
        if (Console.IsOutputRedirected || !console.Profile.Capabilities.Ansi)
            return work(new TrainingDisplay(console, null));

        return console.Progress()
            .Columns(
                new TaskDescriptionColumn { Alignment = Justify.Left },
                new ProgressBarColumn { Width = 20 },
                new StateColumn("epoch", "epoch {0,2:N0}"),
                new StateColumn("loss", "loss {0:F3}"),
                new StateColumn("rate", "{0,7:N0} sequences/s"),
                new RemainingTimeColumn())
            .Start(bars => work(new TrainingDisplay(console, bars)));
    }

    /// <summary>Shows one training.</summary>
    /// <param name="network">What is trained.</param>
    /// <param name="settings">How.</param>
    /// <returns>Whom to tell of every epoch.</returns>
    public Action<TrainingProgress> Track(string network, TrainingSettings settings)
    {
        string title = $"{network}, {settings}";
        if (_bars is null)
        {
            return progress =>
            {
                if (progress.Done == progress.Total)
                {
                    _console.WriteLine(
                        $"{title}: {TrainingSettings.Members} × {settings.Epochs} epochs, loss {progress.Loss:F3}, {progress.SequencesPerSecond:N0} sequences/s");
                }
            };
        }

        ProgressTask bar = _bars.AddTask(title.EscapeMarkup(), maxValue: TrainingSettings.Members * settings.Epochs);
        return progress =>
        {
            bar.State.Update<double>("epoch", _ => progress.Epoch);
            bar.State.Update<double>("loss", _ => progress.Loss);
            bar.State.Update<double>("rate", _ => progress.SequencesPerSecond);
            bar.Value = progress.Done;
        };
    }

    private sealed class StateColumn(string key, string format) : ProgressColumn
    {
        protected override bool NoWrap => true;

        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) =>
            new Text(string.Format(null, format, task.State.Get<double>(key)));
    }
}
