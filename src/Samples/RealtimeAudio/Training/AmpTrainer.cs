using System.Diagnostics;
using RealtimeAudio.Audio;
using RealtimeAudio.Models;
using RnnCompiler;

namespace RealtimeAudio.Training;

/// <summary>
/// Truncated backpropagation through time. The training passage is cut into as many segments as a batch has rows; a batch contains the next window of each segment,
/// and each row starts from the state in which its last window ended.
/// </summary>
internal static class AmpTrainer
{
    /// <summary>Segments of the passage: rows of a batch.</summary>
    public const int Rows = 32;

    private const float LearningRate = 0.008f;
    private const double LastFactor = 0.01;

    /// <summary>Trains a network.</summary>
    /// <param name="model">The network, which is changed.</param>
    /// <param name="passage">The training passage.</param>
    /// <param name="epochs">Passes over it.</param>
    /// <param name="watch">Receives each epoch and its mean squared error.</param>
    /// <param name="cancellation">Looked at before each epoch.</param>
    /// <returns>The time of training.</returns>
    /// <exception cref="OperationCanceledException">Cancellation was asked for.</exception>
    public static TimeSpan Train<TModel>(TModel model, Passage passage, int epochs, Action<int, double> watch, CancellationToken cancellation)
        where TModel : class, IAmpModel<TModel>
    {
        Windows windows = new(passage, Rows);
        long updates = (long)epochs * (windows.Count - 1);
        long warmUp = Math.Max(1, updates / 50);
        using Trainer<float, float> trainer = model.StartTraining(new Adam(LearningRate), Rows, new TrainerOptions
        {
            CarryState = true,
            Clipping = GradientClipping.ByNorm(1),
            Schedule = LearningRateSchedule.LinearWarmUp(warmUp, LearningRateSchedule.Cosine(updates, LastFactor)),
            Threads = Math.Min(2, Environment.ProcessorCount),
        });
        long begin = Stopwatch.GetTimestamp();
        for (int epoch = 1; epoch <= epochs; epoch++)
        {
            cancellation.ThrowIfCancellationRequested();
            watch(epoch, Epoch(trainer, windows));
        }

        return Stopwatch.GetElapsedTime(begin);
    }

    // A segment begins in the middle of the music, for which the initial state is wrong: the first windows only bring the state there.
    private static double Epoch(Trainer<float, float> trainer, Windows windows)
    {
        trainer.ResetStates();
        windows.Read(0);
        trainer.ComputeGradients(windows.Inputs, windows.Targets);
        double sum = 0;
        for (int window = 1; window < windows.Count; window++)
        {
            windows.Read(window);
            sum += trainer.Step(windows.Inputs, windows.Targets);
        }

        return sum / (windows.Count - 1);
    }
}
