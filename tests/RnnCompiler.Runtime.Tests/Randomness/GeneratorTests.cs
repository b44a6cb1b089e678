using RnnCompiler.CompilerServices;

namespace RnnCompiler.Runtime.Tests;

public class GeneratorTests
{
    private const int Draws = 1_000_000;

    [Fact]
    public void The_integers_are_those_of_xoshiro()
    {
        // The first output is rotl(s₁ · 5, 7) · 9 with s₁ the second word of SplitMix64, whose sequence from 0 is published.
        ParameterGenerator generator = new(0);
        const ulong Second = 0x6E789E6AA1B965F4;
        Assert.Equal(unchecked(ulong.RotateLeft(Second * 5, 7) * 9), generator.Next());
    }

    [Fact]
    public void Uniform_draws_fill_their_interval_evenly()
    {
        float[] values = new float[Draws];
        new ParameterGenerator(7).Fill(values, ParameterInitialization.Uniform, 0.5);
        Assert.All(values, value => Assert.InRange(value, -0.5f, 0.5f));
        Assert.InRange(values.Average(), -0.002, 0.002);
        Assert.InRange(values.Average(value => (double)value * value), (1 / 12.0) - 0.0005, (1 / 12.0) + 0.0005);
    }

    [Fact]
    public void Normal_draws_have_the_moments_and_tails_of_the_normal_distribution()
    {
        float[] values = new float[Draws];
        new ParameterGenerator(7).Fill(values, ParameterInitialization.Normal, 2);
        double[] x = [.. values.Select(value => value / 2.0)];
        Assert.InRange(x.Average(), -0.005, 0.005);
        Assert.InRange(x.Average(v => v * v), 0.99, 1.01);
        Assert.InRange(x.Average(v => v * v * v), -0.02, 0.02);
        Assert.InRange(x.Average(v => v * v * v * v), 2.95, 3.05);
        foreach ((double z, double beyond) in new[] { (0.5, 0.617075), (1, 0.317311), (2, 0.0455003), (3, 0.0026998) })
        {
            double found = x.Count(v => Math.Abs(v) > z) / (double)Draws;
            double deviation = Math.Sqrt(beyond * (1 - beyond) / Draws);
            Assert.InRange(found, beyond - 4 * deviation, beyond + 4 * deviation);
        }
    }

    [Theory]
    [InlineData(7, 7)]
    [InlineData(5, 16)]
    [InlineData(33, 4)]
    [InlineData(1, 1)]
    public void Orthogonal_matrices_have_orthonormal_rows_or_columns(int rows, int columns)
    {
        float[] values = new float[rows * columns];
        new ParameterGenerator(3).Fill(values, ParameterInitialization.Orthogonal, 2, columns);
        (int count, int length) = rows <= columns ? (rows, columns) : (columns, rows);
        float At(int direction, int element) => rows <= columns ? values[direction * columns + element] : values[element * columns + direction];
        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double product = Enumerable.Range(0, length).Sum(k => (double)At(i, k) * At(j, k));
                Assert.Equal(i == j ? 4 : 0, product, 1e-6);
            }
        }
    }

    [Fact]
    public void Constants_and_identities_are_what_they_say()
    {
        float[] values = new float[6];
        new ParameterGenerator(3).Fill(values, ParameterInitialization.Identity, 0.5, columns: 2);
        Assert.Equal([0.5f, 0, 0, 0.5f, 0, 0], values);
        new ParameterGenerator(3).Fill(values, ParameterInitialization.Identity, -1, columns: 3);
        Assert.Equal([-1f, 0, 0, 0, -1f, 0], values);
        new ParameterGenerator(3).Fill(values, ParameterInitialization.Constant, 3, columns: 2);
        Assert.All(values, static v => Assert.Equal(3f, v));
    }

    [Fact]
    public void A_mask_is_a_function_of_where_it_stands()
    {
        float[] row = new float[100];
        Array.Fill(row, -1f);
        NoiseGenerator.Fill(row, 5, 3, 1, 2, steps: 4, length: 10, stride: 16, rate: 0.25);
        for (int i = 0; i < row.Length; i++)
        {
            (int t, int j) = (i / 16, i % 16);
            float expected = t < 4 && j < 10 ? NoiseGenerator.Mask(5, 3, 1, 2, t * 10 + j, 0.25) : -1;
            Assert.Equal(expected, row[i]);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.1)]
    [InlineData(0.5)]
    [InlineData(0.9)]
    public void Masks_drop_at_their_rate_and_keep_the_mean(double rate)
    {
        float[] row = new float[Draws];
        NoiseGenerator.Fill(row, 11, 0, 0, 0, 1, Draws, Draws, rate);
        double dropped = row.Count(value => value == 0) / (double)Draws;
        double deviation = Math.Sqrt(rate * (1 - rate) / Draws);
        Assert.InRange(dropped, rate - 4 * deviation, rate + 4 * deviation);
        Assert.All(row, value => Assert.True(value == 0 || value == (float)(1 / (1 - rate))));
    }

    [Fact]
    public void Masks_of_different_places_are_independent()
    {
        float[] Draw(ulong seed, long step, int stream, int row)
        {
            float[] values = new float[100_000];
            NoiseGenerator.Fill(values, seed, step, stream, row, 1, values.Length, values.Length, 0.5);
            return values;
        }

        float[] reference = Draw(1, 0, 0, 0);
        foreach (float[] other in new[] { Draw(2, 0, 0, 0), Draw(1, 1, 0, 0), Draw(1, 0, 1, 0), Draw(1, 0, 0, 1), Draw(0, 1, 0, 0) })
        {
            double agreement = reference.Zip(other).Count(pair => pair.First == pair.Second) / (double)reference.Length;
            Assert.InRange(agreement, 0.49, 0.51);
        }
    }
}
