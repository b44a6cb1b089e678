using RealtimeAudio.Audio;
using RealtimeAudio.Models;

namespace RealtimeAudio.Measurement;

/// <summary>
/// Times of single steps of a network beside those of a control, which computes next to nothing for about as long. What interrupts the control (the operating
/// system, other programs) also interrupts the network: only what the network has more often than the control is its own.
/// </summary>
/// <param name="Network">Steps of the network.</param>
/// <param name="Control">As many steps of the control.</param>
internal sealed record StepComparison(StepTimes Network, StepTimes Control)
{
    private const int TurnSteps = Passage.Rate / 100;
    private const int WarmUpSteps = 100_000;
    private const int CalibrationRuns = 10;
    private const int CalibrationSteps = 10_000;
    private const int CalibrationRounds = 100;

    /// <summary>
    /// Measures a network and the control in turns of ten milliseconds of sound; each goes first in every second pair, so that interruptions at regular times meet both.
    /// </summary>
    /// <param name="model">The network.</param>
    /// <param name="sound">The input, which is repeated.</param>
    /// <param name="seconds">Seconds of sound for each.</param>
    /// <param name="cancellation">Looked at after each pair.</param>
    /// <exception cref="OperationCanceledException">Cancellation was asked for.</exception>
    public static StepComparison Measure<TModel>(TModel model, float[] sound, int seconds, CancellationToken cancellation)
        where TModel : class, IAmpModel<TModel>
    {
        NetworkStep<TModel> network = new(model, model.CreateState());
        StepTimes.Measure(network, sound, WarmUpSteps);
        ControlStep control = AsLongAs(Least(network, sound), sound);
        StepTimes.Measure(control, sound, WarmUpSteps);
        (StepTimes ofNetwork, StepTimes ofControl) = (default, default);
        for (int pair = 0; pair < seconds * (Passage.Rate / TurnSteps); pair++)
        {
            cancellation.ThrowIfCancellationRequested();
            ReadOnlySpan<float> samples = sound.AsSpan(pair * TurnSteps % (sound.Length - TurnSteps + 1), TurnSteps);
            for (int turn = pair; turn < pair + 2; turn++)
            {
                if (turn % 2 == 0)
                    ofNetwork += StepTimes.Measure(network, samples, TurnSteps);
                else
                    ofControl += StepTimes.Measure(control, samples, TurnSteps);
            }

            control = control.Longer(Math.Sign(ofNetwork.Total - ofControl.Total));     // the machine is not equally fast all the time
        }

        return new StepComparison(ofNetwork, ofControl);
    }

    // The least of several measurements is the one with the fewest interruptions.
    private static ControlStep AsLongAs(double nanoseconds, float[] sound)
    {
        double clock = Least(new ControlStep(0), sound);
        double rounds = (Least(new ControlStep(CalibrationRounds), sound) - clock) / CalibrationRounds;
        return new ControlStep((int)Math.Round((nanoseconds - clock) / rounds));
    }

    private static double Least<TStep>(TStep step, float[] sound)
        where TStep : struct, ITimedStep =>
        Enumerable.Range(0, CalibrationRuns).Min(_ => StepTimes.Measure(step, sound, CalibrationSteps).MeanNanoseconds);
}
