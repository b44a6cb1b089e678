namespace RnnCompiler.Runtime.Tests;

public class ClippingTests
{
    [Fact]
    public void A_norm_that_is_small_enough_changes_nothing()
    {
        float[] gradients = [3, 4, 0];
        GradientClipping.ByNorm(5.1f).Apply(gradients.AsSpan());
        Assert.Equal([3, 4, 0], gradients);
    }

    [Fact]
    public void A_greater_norm_is_scaled_as_PyTorch_does()
    {
        float[] gradients = [3, 4, 0];
        double[] doubles = [3, 4, 0];
        GradientClipping.ByNorm(1).Apply(gradients.AsSpan());
        GradientClipping.ByNorm(1).Apply(doubles.AsSpan());
        double scale = 1 / (5 + 1e-6);
        Assert.Equal([(float)(3 * (float)scale), (float)(4 * (float)scale), 0], gradients);
        Assert.Equal([3 * scale, 4 * scale, 0], doubles);
    }

    [Fact]
    public void Values_are_limited_and_what_is_not_a_number_stays_visible()
    {
        float[] gradients = [.. Enumerable.Range(-20, 41).Select(i => (float)i), float.NaN, float.PositiveInfinity];
        GradientClipping.ByValue(2.5f).Apply(gradients.AsSpan());
        Assert.Equal([.. Enumerable.Range(-20, 41).Select(i => Math.Clamp(i, -2.5f, 2.5f)), float.NaN, 2.5f], gradients);
    }

    [Fact]
    public void Values_are_limited_on_both_sides_at_any_position()
    {
        for (int length = 1; length <= 40; length++)
        {
            float[] gradients = [.. Enumerable.Range(0, length).Select(static i => i % 2 == 0 ? -7f : 7f)];
            double[] doubles = Array.ConvertAll(gradients, static g => (double)g);
            GradientClipping.ByValue(2.5f).Apply(gradients.AsSpan());
            GradientClipping.ByValue(2.5f).Apply(doubles.AsSpan());
            double[] expected = [.. Enumerable.Range(0, length).Select(static i => i % 2 == 0 ? -2.5 : 2.5)];
            Assert.Equal(expected, Array.ConvertAll(gradients, static g => (double)g));
            Assert.Equal(expected, doubles);
        }
    }

    [Theory]
    [InlineData(1e-30f)]
    [InlineData(1f)]
    [InlineData(1e30f)]
    public void The_norm_neither_overflows_nor_vanishes(float unit)
    {
        float[] values = [3 * unit, 4 * unit];
        Assert.Equal(1, GradientNorm.Of(values) / (5.0 * unit), 1e-6);
        double[] doubles = [3 * Math.Pow(unit, 8), 4 * Math.Pow(unit, 8)];
        Assert.Equal(1, GradientNorm.Of(doubles) / (5 * Math.Pow(unit, 8)), 1e-6);
    }

    [Fact]
    public void The_norm_is_summed_in_16_lanes_and_a_tree()
    {
        Random random = new(1);
        foreach ((int length, int powers) in new[] { 0, 1, 15, 16, 17, 100, 1024 }.Select(static l => (l, 6)).Concat(Enumerable.Range(0, 128).Select(static l => (l, 1))))
        {
            // Squares of few magnitudes show the order of the sum in the last bits; of many, that it is in double.
            float[] values = [.. Enumerable.Range(0, length).Select(_ => (random.NextSingle() - 0.5f) * MathF.Pow(10, random.Next(-powers, powers + 1)))];
            double[] lanes = new double[16];
            for (int i = 0; i < length; i++)
                lanes[i % 16] += (double)values[i] * values[i];

            for (int half = 8; half > 0; half /= 2)
            {
                for (int i = 0; i < half; i++)
                    lanes[i] += lanes[i + half];
            }

            Assert.Equal(Math.Sqrt(lanes[0]), GradientNorm.Of(values));
        }
    }

    [Fact]
    public void Zeros_stay_zeros_whatever_the_norm()
    {
        foreach (float bad in new[] { float.NaN, float.PositiveInfinity })
        {
            float[] gradients = new float[37];
            gradients[5] = bad;
            gradients[36] = bad;
            GradientClipping.ByNorm(1).Apply(gradients.AsSpan());
            Assert.Equal(35, gradients.Count(value => value == 0));
            Assert.True(float.IsNaN(gradients[5]));
        }
    }

    [Fact]
    public void Limits_out_of_range_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => GradientClipping.ByNorm(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => GradientClipping.ByValue(float.NaN));
    }
}
