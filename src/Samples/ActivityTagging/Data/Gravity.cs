using System.Numerics;

namespace ActivityTagging.Data;

/// <summary>
/// Estimate of the direction of gravity from the samples so far, and with it the parts of a sample that do not depend on the orientation of the sensor. The estimate is
/// the mean of the first seconds, later an exponential moving average.
/// </summary>
internal sealed class Gravity
{
    /// <summary>Numbers of a sample.</summary>
    public const int Parts = 2;

    private const int MeanSamples = 2 * Recording.SamplesPerSecond;

    private Vector3 _mean;
    private int _samples;

    /// <summary>Reads a sample.</summary>
    /// <param name="sample">Acceleration in the axes of the sensor, in g.</param>
    /// <param name="parts">Receives the vertical acceleration without gravity, and the magnitude of the horizontal one, in g.</param>
    public void Read(Vector3 sample, Span<float> parts)
    {
        _samples = Math.Min(_samples + 1, MeanSamples);
        _mean += (sample - _mean) / _samples;
        Vector3 up = Vector3.Normalize(_mean);
        float vertical = Vector3.Dot(sample, up);
        parts[0] = vertical - 1;
        parts[1] = (sample - vertical * up).Length();
    }
}
