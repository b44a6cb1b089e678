using System.Numerics;

namespace ActivityTagging.Data;

/// <summary>An activity as one person does it: cycle, amplitudes and phases are this person's own.</summary>
internal sealed class Motion
{
    private const double AmplitudeDeviation = 0.25;
    private const double PhaseDeviation = 0.5;
    private const double LeanDeviation = 4;

    private readonly double[,] _amplitudes = new double[3, MotionProfile.Harmonics];
    private readonly double[,] _phases = new double[3, MotionProfile.Harmonics];
    private readonly double _lean;

    /// <summary>Draws a person's way of an activity.</summary>
    /// <param name="activity">The activity.</param>
    /// <param name="tempo">Factor of this person's cycles in each activity.</param>
    /// <param name="vigour">Factor of this person's amplitudes in each activity.</param>
    /// <param name="random">The source of random numbers.</param>
    public Motion(Activity activity, double tempo, double vigour, Random random)
    {
        MotionProfile profile = MotionProfile.Of(activity);
        Cycles = tempo * Math.Max(profile.Cycles / 2, random.Normal(profile.Cycles, profile.CyclesDeviation));
        Roughness = profile.Roughness * Math.Exp(random.Normal(0, AmplitudeDeviation));
        _lean = random.Normal(profile.Lean, LeanDeviation) * Math.PI / 180;
        for (int axis = 0; axis < 3; axis++)
        {
            for (int harmonic = 0; harmonic < MotionProfile.Harmonics; harmonic++)
            {
                _amplitudes[axis, harmonic] = vigour * profile.Axis(axis)[harmonic] * Math.Exp(random.Normal(0, AmplitudeDeviation));
                _phases[axis, harmonic] = random.Normal(TypicalPhase(activity, axis, harmonic), PhaseDeviation);
            }
        }
    }

    /// <summary>Cycles per second.</summary>
    public double Cycles { get; }

    /// <summary>Standard deviation of the part that is not periodic, in g.</summary>
    public double Roughness { get; }

    /// <summary>Computes gravity and periodic acceleration at a phase, without <see cref="Roughness"/>.</summary>
    /// <param name="phase">The phase of the cycle, in radians.</param>
    /// <param name="strength">Factor of the periodic part.</param>
    /// <returns>Acceleration forwards, to the left and upwards, in g.</returns>
    public Vector3 At(double phase, double strength)
    {
        Span<double> sums = [Math.Sin(_lean), 0, Math.Cos(_lean)];
        for (int harmonic = 0; harmonic < MotionProfile.Harmonics; harmonic++)
        {
            for (int axis = 0; axis < 3; axis++)
                sums[axis] += strength * _amplitudes[axis, harmonic] * Math.Sin((harmonic + 1) * phase + _phases[axis, harmonic]);
        }

        return new Vector3((float)sums[0], (float)sums[1], (float)sums[2]);
    }

    // A fixed phase for each activity, axis and harmonic: persons differ less from one another than activities do.
    private static double TypicalPhase(Activity activity, int axis, int harmonic) => 2 * Math.PI * (((int)activity * 0.37 + axis * 0.25 + harmonic * 0.61) % 1);
}
