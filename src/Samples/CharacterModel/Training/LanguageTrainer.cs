using CharacterModel.Models;
using RnnCompiler;

namespace CharacterModel.Training;

/// <summary>
/// Truncated backpropagation through time (Williams and Peng 1990): each call is the next window of each segment of the text, and a row starts from the state in which its last
/// window ended.
/// </summary>
internal static class LanguageTrainer
{
    /// <summary>Segments of the text: rows of a batch.</summary>
    public const int Rows = 32;

    private const float LearningRate = 0.004f;
    private const double LastFactor = 0.02;
    private const int UpdatesPerPoint = 50;

    /// <summary>Trains a network.</summary>
    /// <param name="model">The network, which is changed.</param>
    /// <param name="text">The training text.</param>
    /// <param name="epochs">Passes over it.</param>
    /// <param name="watch">Receives each point of the curve when it is known.</param>
    /// <param name="cancellation">Ends training after the current window.</param>
    /// <returns>The loss of each <see cref="UpdatesPerPoint"/> updates.</returns>
    /// <exception cref="OperationCanceledException">Training was cancelled.</exception>
    public static LossCurve Train(CharacterLstm model, int[] text, int epochs, Action<LossPoint> watch, CancellationToken cancellation)
    {
        Windows windows = new(text, Rows, CharacterLstm.SequenceLength);
        long updates = (long)epochs * windows.Count;
        using CharacterLstm.Trainer trainer = model.CreateTrainer(new Adam(LearningRate), Rows, new TrainerOptions
        {
            CarryState = true,
            Clipping = GradientClipping.ByNorm(1),
            Schedule = LearningRateSchedule.LinearWarmUp(Math.Max(1, updates / 50), LearningRateSchedule.Cosine(updates, LastFactor)),
            Threads = Math.Min(2, Environment.ProcessorCount),
        });
        LossCurve curve = new(updates * windows.Inputs.Length);
        double sum = 0;
        for (long update = 0; update < updates; update++)
        {
            cancellation.ThrowIfCancellationRequested();
            int window = (int)(update % windows.Count);
            if (window == 0)
                trainer.ResetStates();
            windows.Read(window);
            sum += trainer.Step(windows.Inputs, windows.Targets);
            if ((update + 1) % UpdatesPerPoint == 0)
            {
                watch(curve.Add((update + 1) * windows.Inputs.Length, sum / UpdatesPerPoint));
                sum = 0;
            }
        }

        curve.End();
        return curve;
    }
}
