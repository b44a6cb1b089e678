namespace RealtimeAudio.Audio;

/// <summary>A passage of music, before and after the amplifier.</summary>
/// <param name="Dry">Samples of the guitar, about −1 to 1.</param>
/// <param name="Target">As many samples of the amplifier's output.</param>
internal sealed record Passage(float[] Dry, float[] Target)
{
    /// <summary>Samples a second.</summary>
    public const int Rate = 48_000;

    /// <summary>Plays a passage through the amplifier.</summary>
    /// <param name="seconds">Its length.</param>
    /// <param name="seed">Of what is played; equal seeds play the same.</param>
    public static Passage Play(int seconds, int seed)
    {
        double[] dry = Guitar.Play(seconds * Rate, seed);
        Amplifier amplifier = new();
        return new Passage(Array.ConvertAll(dry, static x => (float)x), Array.ConvertAll(dry, x => (float)amplifier.Process(x)));
    }
}
