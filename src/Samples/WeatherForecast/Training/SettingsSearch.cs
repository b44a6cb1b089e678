using RnnCompiler;
using WeatherForecast.Data;

namespace WeatherForecast.Training;

/// <summary>One choice of settings, trained on the training years and evaluated after each epoch on the validation year.</summary>
/// <param name="Settings">The choice.</param>
/// <param name="TrainingErrors">After each epoch, with dropout on.</param>
/// <param name="ValidationErrors">After each epoch.</param>
internal sealed record Trial(TrainingSettings Settings, double[] TrainingErrors, double[] ValidationErrors)
{
    /// <summary>The number of epochs with the least error on the validation year.</summary>
    public int BestEpochs => Array.IndexOf(ValidationErrors, BestError) + 1;

    /// <summary>The least error on the validation year.</summary>
    public double BestError => ValidationErrors.Min();
}

/// <summary>Chooses settings on the validation year. The held-out year is not used.</summary>
internal static class SettingsSearch
{
    /// <summary>Tries every candidate.</summary>
    /// <param name="trainer">Whose features are measured on the training years only.</param>
    /// <param name="split">The years.</param>
    /// <param name="epochs">The most epochs.</param>
    /// <param name="report">Gives, for a candidate, whom to tell of every epoch.</param>
    /// <param name="cancellation">Asked before every update.</param>
    /// <returns>A trial for each candidate, in their order.</returns>
    public static Trial[] Run<TModel, TTarget>(
        EnsembleTrainer<TModel, TTarget> trainer,
        YearSplit split,
        int epochs,
        Func<TrainingSettings, Action<TrainingProgress>> report,
        CancellationToken cancellation)
        where TModel : class, IRecurrentModel<TModel>, ISequenceModel<float>, IStreamingModel<float>
        where TTarget : unmanaged =>
        Array.ConvertAll(TrainingSettings.Candidates(epochs), settings =>
        {
            TrainingResult<TModel> result = trainer.Train(settings, split.Training, split.Validation, report(settings), cancellation);
            return new Trial(settings, result.TrainingErrors, result.ValidationErrors);
        });

    /// <summary>The trial with the least error on the validation year; the first of equals.</summary>
    public static Trial Best(IEnumerable<Trial> trials) => trials.MinBy(trial => trial.BestError)!;

    /// <summary>The settings that a trial recommends.</summary>
    public static TrainingSettings Chosen(Trial trial) => trial.Settings with { Epochs = trial.BestEpochs };
}
