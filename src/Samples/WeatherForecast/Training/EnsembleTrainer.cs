using System.Diagnostics;
using RnnCompiler;
using WeatherForecast.Features;

namespace WeatherForecast.Training;

/// <summary>Progress of training.</summary>
/// <param name="Done">Epochs so far, over all networks.</param>
/// <param name="Total">Epochs in all.</param>
/// <param name="Epoch">The epoch of the network that is being trained, from 1.</param>
/// <param name="Loss">Its mean loss in that epoch.</param>
/// <param name="SequencesPerSecond">How many sequences it learnt from in a second.</param>
internal sealed record TrainingProgress(int Done, int Total, int Epoch, double Loss, double SequencesPerSecond);

/// <summary>Result of training.</summary>
/// <param name="Ensemble">The networks.</param>
/// <param name="TrainingErrors">The mean loss of each epoch in the task's unit, with dropout on.</param>
/// <param name="ValidationErrors">The ensemble's error after each epoch on the evaluation days; empty without such days.</param>
internal sealed record TrainingResult<TModel>(Ensemble<TModel> Ensemble, double[] TrainingErrors, double[] ValidationErrors)
    where TModel : class, IRecurrentModel<TModel>, ISequenceModel<float>, IStreamingModel<float>;

/// <summary>Trains the networks of an ensemble one after the other; equal seeds produce equal networks.</summary>
internal sealed class EnsembleTrainer<TModel, TTarget>(ForecastTask<TModel, TTarget> task, WeatherFeatures features, ulong seed)
    where TModel : class, IRecurrentModel<TModel>, ISequenceModel<float>, IStreamingModel<float>
    where TTarget : unmanaged
{
    /// <summary>Trains.</summary>
    /// <param name="settings">How.</param>
    /// <param name="learning">The days to learn from.</param>
    /// <param name="judging">Days on which the ensemble is evaluated after each epoch; may be empty.</param>
    /// <param name="report">Told of every epoch.</param>
    /// <param name="cancellation">Asked before every update.</param>
    public TrainingResult<TModel> Train(
        TrainingSettings settings, Range learning, Range judging, Action<TrainingProgress> report, CancellationToken cancellation)
    {
        int[] days = features.Targets(learning);
        int[] judged = features.Targets(judging);
        float[][] forecasts = [.. Enumerable.Range(0, settings.Epochs).Select(_ => new float[judged.Length * task.Outputs])];
        double[] losses = new double[settings.Epochs];
        TModel[] members = new TModel[TrainingSettings.Members];
        for (int member = 0; member < members.Length; member++)
        {
            ulong memberSeed = unchecked(seed + (ulong)member);
            TModel model = members[member] = TModel.Create(memberSeed);
            using Trainer<float, TTarget> trainer = task.CreateTrainer(
                model,
                new AdamW(settings.LearningRate) { WeightDecay = settings.WeightDecay },
                TrainingSettings.BatchSize,
                new TrainerOptions { Seed = memberSeed, Clipping = GradientClipping.ByNorm(1) });
            Random random = new(unchecked((int)memberSeed));
            Stopwatch watch = new();
            for (int epoch = 0; epoch < settings.Epochs; epoch++)
            {
                random.Shuffle(days);
                watch.Restart();
                double loss = Epoch(trainer, days, cancellation);
                double rate = days.Length / watch.Elapsed.TotalSeconds;
                losses[epoch] += task.InUnit(features, loss) / members.Length;
                if (judged.Length > 0)
                    Ensemble<TModel>.Accumulate(forecasts[epoch], Ensemble<TModel>.Forecast(model, features, judged, task.Outputs), 1f / members.Length);

                int done = member * settings.Epochs + epoch + 1;
                report(new TrainingProgress(done, members.Length * settings.Epochs, epoch + 1, loss, rate));
            }

            // The next network starts from the same order of days, so that it depends on its own seed only.
            Array.Sort(days);
        }

        double[] errors = judged.Length > 0 ? Array.ConvertAll(forecasts, said => task.Error(features, judged, said)) : [];
        return new TrainingResult<TModel>(new Ensemble<TModel>(members, task.Outputs), losses, errors);
    }

    private double Epoch(Trainer<float, TTarget> trainer, ReadOnlySpan<int> days, CancellationToken cancellation)
    {
        const int Window = WeatherFeatures.WindowDays * WeatherFeatures.PerDay;
        Span<float> inputs = new float[TrainingSettings.BatchSize * Window];
        Span<TTarget> targets = new TTarget[TrainingSettings.BatchSize];
        double sum = 0;
        for (int start = 0; start < days.Length; start += TrainingSettings.BatchSize)
        {
            cancellation.ThrowIfCancellationRequested();
            int rows = Math.Min(TrainingSettings.BatchSize, days.Length - start);
            for (int row = 0; row < rows; row++)
            {
                features.WindowBefore(days[start + row]).CopyTo(inputs[(row * Window)..]);
                targets[row] = task.Target(features, days[start + row]);
            }

            sum += rows * (double)trainer.Step(inputs[..(rows * Window)], targets[..rows]);
        }

        return sum / days.Length;
    }
}
