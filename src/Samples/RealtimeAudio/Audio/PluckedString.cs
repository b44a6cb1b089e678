namespace RealtimeAudio.Audio;

/// <summary>
/// A plucked string (Karplus and Strong, "Digital synthesis of plucked-string and drum timbres", 1983): a delay line of one period, filled with noise, whose output
/// is averaged, damped and fed back. An all-pass filter tunes it between two lengths of the line (Jaffe and Smith 1983).
/// </summary>
internal sealed class PluckedString
{
    private readonly double[] _line;
    private readonly double _damping;
    private readonly double _tuning;
    private double _lastOutput;
    private double _lastAveraged;
    private double _lastTuned;
    private int _at;

    /// <summary>Plucks a string.</summary>
    /// <param name="hertz">Its frequency.</param>
    /// <param name="velocity">Its strength, 0 to 1; soft notes are darker too.</param>
    /// <param name="decaySeconds">The time after which it has a thousandth of its amplitude (−60 dB).</param>
    /// <param name="random">Noise of the pick.</param>
    public PluckedString(double hertz, double velocity, double decaySeconds, Random random)
    {
        double period = Passage.Rate / hertz;
        int length = (int)(period - 0.7);               // the average delays by half a sample, the all-pass filter by 0.2 to 1.2
        double fraction = period - 0.5 - length;
        _tuning = (1 - fraction) / (1 + fraction);
        _damping = Math.Pow(0.001, 1 / (hertz * decaySeconds));
        _line = new double[length];
        double smooth = 0;
        double brightness = 0.15 + 0.6 * velocity;
        for (int i = 0; i < length; i++)
        {
            smooth += brightness * ((2 * random.NextDouble()) - 1 - smooth);
            _line[i] = velocity * smooth;
        }

        double mean = _line.Average();
        for (int i = 0; i < length; i++)
            _line[i] -= mean;
    }

    /// <summary>The next sample.</summary>
    public double Next()
    {
        double output = _line[_at];
        double averaged = _damping * 0.5 * (output + _lastOutput);
        double tuned = (_tuning * (averaged - _lastTuned)) + _lastAveraged;
        (_lastOutput, _lastAveraged, _lastTuned) = (output, averaged, tuned);
        _line[_at] = tuned;
        _at = _at + 1 == _line.Length ? 0 : _at + 1;
        return output;
    }
}
