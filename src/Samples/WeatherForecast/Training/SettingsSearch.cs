using RnnCompiler;
using WeatherForecast.Data;

namespace WeatherForecast.Training;

/// <summary>Chooses settings on the validation year. The held-out year is not used.</summary>
internal static class SettingsSearch
{
    /// <summary>Tries every candidate.</summary>
    /// <param name="trainer">A trainer whose features are measured on the training years only.</param>
    /// <param name="split">The years.</param>
    /// <param name="epochs">The most epochs.</param>
    /// <param name="progress">Gives, for a candidate, the receivers of progress.</param>
    /// <param name="cancellation">Ends the search after the current batch.</param>
    /// <returns>A trial for each candidate, in their order.</returns>
    public static Trial[] Run<TModel, TTarget>(
        EnsembleTrainer<TModel, TTarget> trainer,
        YearSplit split,
        int epochs,
        Func<TrainingSettings, MemberProgress> progress,
        CancellationToken cancellation)
        where TModel : class, IRecurrentModel<TModel>, ISequenceModel<float>, IStreamingModel<float>
        where TTarget : unmanaged
    {
        int[] judged = trainer.Features.Targets(split.Validation);
        return Array.ConvertAll(TrainingSettings.Candidates(epochs), settings =>
        {
            TrainingResult<TModel> result = trainer.Train(settings, split.Training, split.Validation, progress(settings), cancellation);
            return new Trial(
                settings,
                [.. result.Fits.Select(fit => ErrorCurve.Of(fit, loss => trainer.Task.InUnit(trainer.Features, loss)))],
                trainer.Task.Error(trainer.Features, judged, result.Ensemble.Forecast(trainer.Features, judged)),
                result.Fits.SelectMany(static fit => fit.Epochs).Average(static epoch => epoch.RowsPerSecond));
        });
    }

    /// <summary>The trial with the lowest error on the validation year; the first of equals.</summary>
    public static Trial Best(IEnumerable<Trial> trials) => trials.MinBy(trial => trial.Error)!;

    /// <summary>The settings that a trial recommends.</summary>
    public static TrainingSettings Chosen(Trial trial) => trial.Settings with { Epochs = trial.BestEpochs };
}
