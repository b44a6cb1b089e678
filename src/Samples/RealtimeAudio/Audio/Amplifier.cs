namespace RealtimeAudio.Audio;

/// <summary>
/// The amplifier that networks learn: pre-emphasis, asymmetric clipping whose gain and bias follow the level of the signal (sag), and the filters of a cabinet, in
/// double precision. Its memory reaches from single samples (filters) to tenths of a second (level).
/// </summary>
internal sealed class Amplifier
{
    // Above some 800 Hz the input is 2.5 times as strong.
    private const double Emphasis = 1.5;
    private const double Gain = 7;
    private const double GainSag = 1.2;
    private const double RestingBias = 0.2;
    private const double BiasShift = 0.8;
    private const double OutputGain = 0.75;

    private readonly OnePole _emphasis = OnePole.Cutoff(800);
    private readonly OnePole _attack = OnePole.TimeConstant(0.004);
    private readonly OnePole _coupling = OnePole.Cutoff(60);
    private readonly OnePole _cabinet1 = OnePole.Cutoff(5_000);
    private readonly OnePole _cabinet2 = OnePole.Cutoff(5_000);
    private readonly double _release = Math.Exp(-1 / (0.08 * Passage.Rate));
    private double _level;

    /// <summary>Amplifies one sample.</summary>
    /// <param name="sample">The sample.</param>
    /// <returns>The output, about −1 to 1.</returns>
    public double Process(double sample)
    {
        double emphasised = sample + Emphasis * _emphasis.HighPass(sample);
        _level = Math.Max(_attack.LowPass(Math.Abs(sample)), _level * _release);
        double bias = RestingBias + BiasShift * _level;
        double clipped = Math.Tanh(Gain / (1 + GainSag * _level) * emphasised - bias) + Math.Tanh(bias);
        return OutputGain * _cabinet2.LowPass(_cabinet1.LowPass(_coupling.HighPass(clipped)));
    }
}
