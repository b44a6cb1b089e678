namespace RealtimeAudio.Audio;

/// <summary>Low-pass filter of first order: y ← y + a (x − y).</summary>
internal sealed class OnePole
{
    private readonly double _factor;

    private OnePole(double factor) => _factor = factor;

    /// <summary>The last output.</summary>
    public double Value { get; private set; }

    /// <summary>Creates a filter by its cutoff frequency.</summary>
    /// <param name="hertz">The frequency at which the gain is −3 dB.</param>
    public static OnePole Cutoff(double hertz) => new(1 - Math.Exp(-2 * Math.PI * hertz / Passage.Rate));

    /// <summary>Creates a filter by its time constant.</summary>
    /// <param name="seconds">The time after which a step response has reached 63 %.</param>
    public static OnePole TimeConstant(double seconds) => new(1 - Math.Exp(-1 / (seconds * Passage.Rate)));

    /// <summary>Filters one sample.</summary>
    /// <param name="x">The sample.</param>
    /// <returns>What passes.</returns>
    public double LowPass(double x) => Value += _factor * (x - Value);

    /// <summary>Filters one sample.</summary>
    /// <param name="x">The sample.</param>
    /// <returns>The rest, which <see cref="LowPass"/> removes.</returns>
    public double HighPass(double x) => x - LowPass(x);
}
