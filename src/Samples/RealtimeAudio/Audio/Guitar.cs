namespace RealtimeAudio.Audio;

/// <summary>Plays chords, muted chords and single notes on six strings. Equal seeds play the same.</summary>
internal static class Guitar
{
    private const int Silent = -1;
    private const double Gain = 0.55;

    // E2 A2 D3 G3 B3 E4, as numbers of MIDI.
    private static readonly int[] s_openStrings = [40, 45, 50, 55, 59, 64];

    // Frets from the lowest string to the highest: E, A minor, C, G, D, A, E5 and A5.
    private static readonly int[][] s_chords =
    [
        [0, 2, 2, 1, 0, 0], [Silent, 0, 2, 2, 1, 0], [Silent, 3, 2, 0, 1, 0], [3, 2, 0, 0, 0, 3],
        [Silent, Silent, 0, 2, 3, 2], [Silent, 0, 2, 2, 2, 0], [0, 2, 2, Silent, Silent, Silent], [Silent, 0, 2, 2, Silent, Silent],
    ];

    /// <summary>Plays.</summary>
    /// <param name="samples">How many samples.</param>
    /// <param name="seed">Of what is played.</param>
    /// <returns>Samples, about −1 to 1.</returns>
    public static double[] Play(int samples, int seed)
    {
        Random random = new(seed);
        double[] sound = new double[samples];
        for (int at = 0; at < samples;)
        {
            int length = (int)(Passage.Rate * (0.15 + (0.9 * random.NextDouble())));
            double velocity = 0.15 + (0.85 * random.NextDouble());
            double decay = random.Next(4) == 0 ? 0.25 : 3;      // a muted string fades within a quarter of a second
            if (random.Next(3) == 0)
                Pluck(sound, at, length, random.Next(s_openStrings.Length), random.Next(13), velocity, decay, random);
            else
                Strum(sound, at, length, s_chords[random.Next(s_chords.Length)], velocity, decay, random);
            at += length;
        }

        return sound;
    }

    private static void Strum(double[] sound, int at, int length, int[] chord, double velocity, double decay, Random random)
    {
        int between = random.Next(Passage.Rate / 200, Passage.Rate / 60);
        bool up = random.Next(3) == 0;
        int strings = 0;
        for (int i = 0; i < chord.Length; i++)
        {
            int wire = up ? chord.Length - 1 - i : i;
            if (chord[wire] != Silent)
                Pluck(sound, at + (between * strings++), length, wire, chord[wire], velocity * (0.7 + (0.3 * random.NextDouble())), decay, random);
        }
    }

    // The hand stops the string within 10 ms after the length of the note.
    private static void Pluck(double[] sound, int at, int length, int wire, int fret, double velocity, double decay, Random random)
    {
        const int Release = Passage.Rate / 100;
        PluckedString tone = new(440 * Math.Pow(2, (s_openStrings[wire] + fret - 69) / 12.0), velocity, decay, random);
        int end = Math.Min(sound.Length, at + length + Release);
        for (int i = at; i < end; i++)
            sound[i] += Gain * Math.Min(1, (at + length + Release - i) / (double)Release) * tone.Next();
    }
}
