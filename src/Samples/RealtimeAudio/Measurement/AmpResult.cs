namespace RealtimeAudio.Measurement;

/// <summary>Results of one network.</summary>
/// <param name="Network">Its title.</param>
/// <param name="Parameters">How many numbers it has.</param>
/// <param name="Before">Error-to-signal ratio on the held-out passage, with its initial weights.</param>
/// <param name="After">The same after training.</param>
/// <param name="Training">Time of training.</param>
/// <param name="Blocks">Times of blocks.</param>
/// <param name="Steps">Times of single steps.</param>
/// <param name="Output">Its output for the held-out passage.</param>
internal sealed record AmpResult(
    string Network, int Parameters, double Before, double After, TimeSpan Training, BlockSpeed Blocks, StepComparison Steps, float[] Output);
