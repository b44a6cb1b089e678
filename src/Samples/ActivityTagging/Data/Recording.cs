using System.Numerics;

namespace ActivityTagging.Data;

/// <summary>Recording of an accelerometer that a person carries.</summary>
/// <param name="Person">Number of the person.</param>
/// <param name="Samples">Acceleration in the axes of the sensor, in g, <see cref="SamplesPerSecond"/> a second.</param>
/// <param name="Labels">The activity of each sample as a class id; <see cref="Activities.Unlabelled"/> in a transition.</param>
internal sealed record Recording(int Person, Vector3[] Samples, int[] Labels)
{
    /// <summary>Samples per second.</summary>
    public const int SamplesPerSecond = 50;

    /// <summary>The shortest recording, in seconds.</summary>
    public const int LeastSeconds = 12;

    /// <summary>The longest recording, in seconds.</summary>
    public const int MostSeconds = 60;
}
