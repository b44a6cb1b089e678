using RnnCompiler;
using WeatherForecast.Features;

namespace WeatherForecast.Training;

/// <summary>Creates the receiver of the progress of a network.</summary>
/// <param name="member">The number of the network in its ensemble, from 0.</param>
internal delegate IProgress<FitProgress> MemberProgress(int member);

/// <summary>Result of training.</summary>
/// <param name="Ensemble">The networks.</param>
/// <param name="Fits">The epochs of each network.</param>
internal sealed record TrainingResult<TModel>(Ensemble<TModel> Ensemble, IReadOnlyList<FitResult> Fits)
    where TModel : class, IRecurrentModel<TModel>, ISequenceModel<float>, IStreamingModel<float>;

/// <summary>Trains the networks of an ensemble one after the other; equal seeds produce equal networks.</summary>
internal sealed class EnsembleTrainer<TModel, TTarget>(ForecastTask<TModel, TTarget> task, WeatherFeatures features, ulong seed)
    where TModel : class, IRecurrentModel<TModel>, ISequenceModel<float>, IStreamingModel<float>
    where TTarget : unmanaged
{
    /// <summary>The quantity that is forecast.</summary>
    public ForecastTask<TModel, TTarget> Task => task;

    /// <summary>The days.</summary>
    public WeatherFeatures Features => features;

    /// <summary>Trains.</summary>
    /// <param name="settings">Optimizer and number of epochs.</param>
    /// <param name="learning">The days to learn from.</param>
    /// <param name="judging">
    /// Days for validation: each network ends with its best epoch, and training ends if there was none for some epochs. Without such days all epochs are made.
    /// </param>
    /// <param name="progress">Creates the receivers of progress.</param>
    /// <param name="cancellation">Ends training after the current batch.</param>
    /// <exception cref="OperationCanceledException">Training was cancelled.</exception>
    public TrainingResult<TModel> Train(
        TrainingSettings settings, Range learning, Range? judging, MemberProgress progress, CancellationToken cancellation)
    {
        TrainingData data = Data(learning);
        FitOptions options = new()
        {
            Epochs = settings.Epochs,
            Validation = judging is { } range ? Data(range) : null,
            Patience = judging is null ? null : TrainingSettings.Patience,
        };
        TModel[] members = new TModel[TrainingSettings.Members];
        FitResult[] fits = new FitResult[members.Length];
        for (int member = 0; member < members.Length; member++)
        {
            ulong memberSeed = unchecked(seed + (ulong)member);
            members[member] = TModel.Create(memberSeed);
            using ModelTrainer trainer = task.CreateTrainer(
                members[member],
                new AdamW(settings.LearningRate) { WeightDecay = settings.WeightDecay },
                TrainingSettings.BatchSize,
                new TrainerOptions { Seed = memberSeed, Clipping = GradientClipping.ByNorm(1) });
            fits[member] = trainer.Fit(data, options with { ShuffleSeed = memberSeed, Progress = progress(member) }, cancellation);
            cancellation.ThrowIfCancellationRequested();
        }

        return new TrainingResult<TModel>(new Ensemble<TModel>(members, task.Outputs), fits);
    }

    private TrainingData Data(Range range)
    {
        int[] days = features.Targets(range);
        float[] inputs = [.. days.SelectMany(day => features.WindowBefore(day).ToArray())];
        TTarget[] targets = Array.ConvertAll(days, day => task.Target(features, day));
        return TrainingData.From(inputs, targets);
    }
}
