using System.Diagnostics;
using NumberWords.Data;
using NumberWords.Models;
using RnnCompiler;

namespace NumberWords.Training;

/// <summary>Progress of training.</summary>
/// <param name="Updates">Updates so far.</param>
/// <param name="AllUpdates">Updates of the whole training.</param>
/// <param name="Loss">Mean loss since the last progress, in nats for a token.</param>
/// <param name="Time">Time since the first update.</param>
internal readonly record struct TrainingProgress(int Updates, int AllUpdates, double Loss, TimeSpan Time);

/// <summary>Trains a network by teacher forcing: the decoder reads the true digit before, not the predicted one.</summary>
internal static class TranslatorTrainer
{
    /// <summary>Examples of an update.</summary>
    public const int Rows = 64;

    private const float LearningRate = 0.003f;
    private const double LastFactor = 0.01;
    private const int Reports = 12;

    /// <summary>Trains a network.</summary>
    /// <param name="model">The network, which is changed.</param>
    /// <param name="numbers">Gives the numbers.</param>
    /// <param name="updates">Updates of the weights.</param>
    /// <param name="most">The longest time; training ends after the update that exceeds it.</param>
    /// <param name="watch">Receives progress twelve times.</param>
    /// <param name="cancellation">Ends training after the current update.</param>
    /// <returns>The progress after the last update.</returns>
    /// <exception cref="OperationCanceledException">Training was cancelled.</exception>
    public static TrainingProgress Train(
        NumberTranslator model, NumberSplit numbers, int updates, TimeSpan most, Action<TrainingProgress> watch, CancellationToken cancellation)
    {
        using NumberTranslator.Trainer trainer = model.CreateTrainer(new Adam(LearningRate), Rows, new TrainerOptions
        {
            Clipping = GradientClipping.ByNorm(1),
            Schedule = LearningRateSchedule.LinearWarmUp(Math.Max(1, updates / 30), LearningRateSchedule.Cosine(updates, LastFactor)),
            Threads = Math.Min(2, Environment.ProcessorCount),
        });
        Batch batch = new(Rows);
        Stopwatch time = Stopwatch.StartNew();
        TrainingProgress progress = default;
        int interval = Math.Max(1, updates / Reports), since = 0;
        double sum = 0;
        for (int update = 1; update <= updates && time.Elapsed < most; update++)
        {
            cancellation.ThrowIfCancellationRequested();
            batch.Draw(numbers);
            sum += trainer.Step(batch.Words, batch.Answers, batch.Lengths, batch.AnswerLengths);
            progress = new TrainingProgress(update, updates, sum / ++since, time.Elapsed);
            if (update % interval != 0)
                continue;
            time.Stop();
            watch(progress);
            time.Start();
            (sum, since) = (0, 0);
        }

        return progress;
    }
}
