using System.Runtime.InteropServices;
using RnnCompiler.CompilerServices;

namespace RnnCompiler.Runtime.Tests;

/// <summary>Vectors as bytes against the definition: the nearest multiple of a 127th of the greatest magnitude.</summary>
public class QuantizedFloatsTests
{
    private const float Untouched = 77;

    [Fact]
    public void Each_float_is_the_nearest_multiple_of_the_scale()
    {
        Random random = new(1);
        for (int length = 1; length <= 70; length++)
        {
            float[] vector = [.. Enumerable.Range(0, length).Select(_ => (random.NextSingle() - 0.5f) * MathF.Pow(2, random.Next(-100, 120)))];
            float[] words = Round(vector);
            double scale = vector.Max(static v => Math.Abs((double)v)) / 127;
            Assert.Equal(scale, words[^1], scale * 1e-6);
            ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(words.AsSpan());
            for (int i = 0; i < length; i++)
            {
                Assert.InRange(bytes[i], 1, 255);
                Assert.True(Math.Abs((vector[i] / scale) - (bytes[i] - 128)) <= 0.5001, $"{vector[i]:R} of {length} became {bytes[i] - 128} · {scale:R}");
            }

            for (int i = length; i < (words.Length - 1) * sizeof(float); i++)
                Assert.Equal(128, bytes[i]);
        }
    }

    [Fact]
    public void Ties_go_to_the_even_integer()
    {
        byte[] bytes = MemoryMarshal.AsBytes(Round([127, 0.5f, 1.5f, -0.5f, -2.5f, -127]).AsSpan()).ToArray();
        Assert.Equal<byte>([255, 128, 130, 128, 126, 1], bytes[..6]);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(40)]
    public void Zeros_and_what_is_nearly_zero_have_the_scale_0(int length)
    {
        float[] vector = new float[length];
        Assert.Equal(0, Round(vector)[^1]);
        vector[length / 2] = -7e-37f;
        float[] words = Round(vector);
        Assert.Equal(0, words[^1]);
        Assert.Equal(128, MemoryMarshal.AsBytes(words.AsSpan())[length / 2]);
    }

    [Theory]
    [InlineData(3, float.NaN)]
    [InlineData(40, float.NaN)]
    [InlineData(3, float.NegativeInfinity)]
    [InlineData(40, float.PositiveInfinity)]
    public void What_is_not_finite_has_the_scale_NaN(int length, float value)
    {
        float[] vector = [.. Enumerable.Range(1, length).Select(static i => (float)i)];
        foreach (int at in new[] { 0, length / 2, length - 1 })
        {
            float before = vector[at];
            vector[at] = value;
            Assert.Equal(float.NaN, Round(vector)[^1]);
            vector[at] = before;
        }
    }

    [Fact]
    public void The_greatest_float_does_not_overflow()
    {
        float[] words = Round([float.MaxValue, -float.MaxValue, 0]);
        Assert.Equal(float.MaxValue / 127, words[^1], float.MaxValue * 1e-8);
        Assert.Equal<byte>([255, 1, 128], MemoryMarshal.AsBytes(words.AsSpan())[..3].ToArray());
    }

    /// <summary>Rounds a vector; returns the words and the scale, and checks that nothing behind them is written.</summary>
    private static float[] Round(float[] vector)
    {
        int words = (vector.Length + 3) / 4;
        float[] target = [.. Enumerable.Repeat(Untouched, words + 2)];
        QuantizedFloats.Round(ref vector[0], ref target[0], vector.Length);
        Assert.Equal(Untouched, target[^1]);
        return target[..^1];
    }
}
