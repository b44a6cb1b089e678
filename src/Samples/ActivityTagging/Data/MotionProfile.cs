namespace ActivityTagging.Data;

/// <summary>
/// Typical acceleration of the body in an activity: a periodic signal in each axis, of four harmonics of the cycle. The cycle of gaits is a stride, two steps, so the
/// second harmonic is that of the steps.
/// </summary>
/// <param name="Cycles">Cycles per second.</param>
/// <param name="CyclesDeviation">Standard deviation of that between persons, per second.</param>
/// <param name="Forward">Amplitude of each harmonic along the direction of travel, in g.</param>
/// <param name="Lateral">Likewise to the left.</param>
/// <param name="Vertical">Likewise upwards.</param>
/// <param name="Roughness">Standard deviation of the part that is not periodic, in g.</param>
/// <param name="Lean">Angle of the sensor's carrier to the vertical, in degrees, forwards.</param>
internal sealed record MotionProfile(
    double Cycles, double CyclesDeviation, double[] Forward, double[] Lateral, double[] Vertical, double Roughness, double Lean)
{
    /// <summary>Number of harmonics.</summary>
    public const int Harmonics = 4;

    private static readonly MotionProfile[] s_profiles =
    [
        new(0.25, 0.05, [0.004, 0.002, 0.001, 0], [0.004, 0.002, 0.001, 0], [0.006, 0.002, 0.001, 0], 0.006, 0),
        new(0.92, 0.06, [0.05, 0.18, 0.05, 0.07], [0.12, 0.03, 0.05, 0.02], [0.04, 0.30, 0.06, 0.12], 0.04, 3),
        new(1.35, 0.09, [0.10, 0.40, 0.10, 0.15], [0.25, 0.08, 0.10, 0.05], [0.08, 1.00, 0.12, 0.32], 0.10, 9),
        new(0.76, 0.06, [0.09, 0.15, 0.08, 0.03], [0.14, 0.04, 0.04, 0.02], [0.07, 0.24, 0.10, 0.06], 0.04, 12),
        new(0.96, 0.08, [0.06, 0.12, 0.07, 0.09], [0.13, 0.04, 0.06, 0.03], [0.08, 0.34, 0.15, 0.22], 0.07, -2),
        new(1.15, 0.16, [0.14, 0.05, 0.02, 0.01], [0.06, 0.03, 0.01, 0.01], [0.10, 0.06, 0.02, 0.01], 0.09, 24),
    ];

    /// <summary>The profile of an activity.</summary>
    public static MotionProfile Of(Activity activity) => s_profiles[(int)activity];

    /// <summary>The amplitudes of an axis: forward, lateral, vertical.</summary>
    public double[] Axis(int axis) => axis switch { 0 => Forward, 1 => Lateral, _ => Vertical };
}
