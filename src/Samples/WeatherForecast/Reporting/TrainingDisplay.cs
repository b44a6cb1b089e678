using RnnCompiler;
using Spectre.Console;
using Spectre.Console.Rendering;
using WeatherForecast.Training;

namespace WeatherForecast.Reporting;

/// <summary>Shows the progress of training: a bar for each ensemble in a terminal, elsewhere a line.</summary>
internal sealed class TrainingDisplay
{
    private readonly IAnsiConsole _console;
    private readonly ProgressContext? _bars;
    private ProgressTask? _bar;

    private TrainingDisplay(IAnsiConsole console, ProgressContext? bars)
    {
        _console = console;
        _bars = bars;
    }

    /// <summary>Runs work that trains.</summary>
    /// <param name="console">The console.</param>
    /// <param name="work">The work, which gets the display.</param>
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
            .Start(bars =>
            {
                TrainingDisplay display = new(console, bars);
                T result = work(display);
                display.Complete();
                return result;
            });
    }

    /// <summary>Begins to show the training of an ensemble.</summary>
    /// <param name="network">The name of its networks.</param>
    /// <param name="settings">The settings of the training.</param>
    /// <returns>Creates the receivers of progress.</returns>
    public MemberProgress Track(string network, TrainingSettings settings)
    {
        Complete();
        string title = $"{network}, {settings}";
        _bar = _bars?.AddTask(title.EscapeMarkup(), maxValue: TrainingSettings.Members * settings.Epochs);
        if (_bar is null)
            _console.WriteLine($"{title}: {TrainingSettings.Members} networks, at most {settings.Epochs} epochs");
        return member => new EpochDisplay(_bar, member);
    }

    // Patience may have ended the training before its last epoch.
    private void Complete()
    {
        if (_bar is not null)
            _bar.Value = _bar.MaxValue;
    }

    private sealed class EpochDisplay(ProgressTask? bar, int member) : IProgress<FitProgress>
    {
        public void Report(FitProgress value)
        {
            if (bar is null || value.Completed is not { } epoch)
                return;
            bar.State.Update<double>("epoch", _ => epoch.Epoch + 1);
            bar.State.Update<double>("loss", _ => epoch.Loss);
            bar.State.Update<double>("rate", _ => epoch.RowsPerSecond);
            bar.Value = member * value.Epochs + epoch.Epoch + 1;
        }
    }

    private sealed class StateColumn(string key, string format) : ProgressColumn
    {
        protected override bool NoWrap => true;

        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) =>
            new Text(string.Format(null, format, task.State.Get<double>(key)));
    }
}
