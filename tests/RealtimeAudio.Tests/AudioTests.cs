using System.Buffers.Binary;
using RealtimeAudio.Audio;

namespace RealtimeAudio.Tests;

/// <summary>Guitar, amplifier and files.</summary>
public sealed class AudioTests
{
    [Fact]
    public void Equal_seeds_play_the_same_and_others_do_not()
    {
        Passage passage = Passage.Play(1, 3);
        Assert.Equal(passage.Dry, Passage.Play(1, 3).Dry);
        Assert.Equal(passage.Target, Passage.Play(1, 3).Target);
        Assert.NotEqual(passage.Dry, Passage.Play(1, 4).Dry);
    }

    [Fact]
    public void Samples_fit_into_a_file()
    {
        Passage passage = Passage.Play(30, 1);
        Assert.InRange(passage.Dry.Max(Math.Abs), 0.3f, 1);
        Assert.InRange(passage.Target.Max(Math.Abs), 0.3f, 1);
    }

    [Theory]
    [InlineData(82.41)]
    [InlineData(440)]
    [InlineData(659.26)]
    public void A_string_has_its_frequency(double hertz)
    {
        PluckedString tone = new(hertz, 0.8, 3, new Random(1));
        double[] sound = [.. Enumerable.Range(0, Passage.Rate).Select(_ => tone.Next())];
        double best = Enumerable.Range(-40, 81).Select(cents => hertz * Math.Pow(2, cents / 1200.0)).MaxBy(frequency => Power(sound, frequency));
        Assert.InRange(1200 * Math.Log2(best / hertz), -5, 5);
        Assert.True(sound[^4800..].Max(Math.Abs) < 0.2 * sound[..4800].Max(Math.Abs));
    }

    [Fact]
    public void The_amplifier_is_silent_without_input_and_limits_its_output()
    {
        Amplifier amplifier = new();
        Assert.Equal(0, amplifier.Process(0));
        Assert.All(Tone(0.01, amplifier).Concat(Tone(1, amplifier)), static y => Assert.InRange(y, -1.2, 1.2));
    }

    [Fact]
    public void The_gain_of_the_amplifier_remembers_the_level()
    {
        Amplifier rested = new();
        Amplifier played = new();
        double[] before = Tone(0.02, rested);
        Tone(1, played);
        for (int i = 0; i < Passage.Rate / 40; i++)
            played.Process(0);          // 25 ms: the filters are at rest again, the level is not
        Assert.True(Peak(Tone(0.02, played)) < 0.8 * Peak(before));
    }

    [Fact]
    public void A_file_has_a_header_and_16_bits_a_sample()
    {
        string path = Path.GetTempFileName();
        try
        {
            WaveFile.Write(path, [0, 0.5f, -1, 2]);
            byte[] file = File.ReadAllBytes(path);
            Assert.Equal("RIFF", System.Text.Encoding.ASCII.GetString(file, 0, 4));
            Assert.Equal(file.Length - 8, BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(4)));
            Assert.Equal(Passage.Rate, BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(24)));
            short[] samples = [.. Enumerable.Range(0, 4).Select(i => BinaryPrimitives.ReadInt16LittleEndian(file.AsSpan(WaveFile.HeaderBytes + (2 * i))))];
            Assert.Equal([0, 16383, -32767, 32767], samples);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static double[] Tone(double amplitude, Amplifier amplifier) =>
        [.. Enumerable.Range(0, Passage.Rate / 100).Select(i => amplifier.Process(amplitude * Math.Sin(2 * Math.PI * 500 * i / Passage.Rate)))];

    private static double Peak(double[] sound) => sound.Max() - sound.Min();

    private static double Power(double[] sound, double hertz)
    {
        double angle = 2 * Math.PI * hertz / Passage.Rate;
        return Math.Pow(sound.Select((y, i) => y * Math.Cos(angle * i)).Sum(), 2) + Math.Pow(sound.Select((y, i) => y * Math.Sin(angle * i)).Sum(), 2);
    }
}
