using System.Runtime.InteropServices;
using RnnCompiler.CompilerServices;

namespace RnnCompiler.Runtime.Tests;

/// <summary>The reduced copies that a store keeps of its weights: how far they are off, and that no change of parameters passes them by.</summary>
public class ReducedParametersTests
{
    private const string Weight = "cell.weight_ih_l0";
    private const int Rows = 36, Columns = 7;

    private static readonly float[] s_hard =
    [
        0f, -0f, 1f, 1.00390625f, 1.01171875f, -1.00390625f, 1.00390637f, 3.14159274f, float.Epsilon, 1e-38f, 3.0e38f, -65504f,
    ];

    private static ParameterStore Store(WeightFormat format)
    {
        // Two gates of 18 rows side by side: [block][column][gate][lane].
        PackedSlice Gate(int gate) => new(gate * 18, 18, Columns, 32 + (gate * 16), Columns * 32, 1, 32);
        ReducedPanel panel = new(format, 32, 2, Columns, 32, 16, 16 + 128);
        return new ParameterStore(new ModelLayout(
            "model reduced", [new ParameterLayout(Weight, [Rows, Columns], 0, ParameterInitialization.Uniform, 0.25, [Gate(0), Gate(1)])], 32 + (2 * Columns * 32), [panel], 16
                + (2 * 4 * 32)));
    }

    /// <summary>The weights of reduced precision as numbers, computed by the formula in the documentation of <see cref="ReducedPanel"/>.</summary>
    private static float[] Read(ParameterStore store, WeightFormat format)
    {
        ReadOnlySpan<float> reduced = MemoryMarshal.CreateReadOnlySpan(ref store.Reduced, store.Layout.ReducedLength);
        ReadOnlySpan<sbyte> bytes = MemoryMarshal.CreateReadOnlySpan(ref store.ReducedBytes, 4 * store.Layout.ReducedLength);
        float[] weights = new float[Rows * Columns];
        for (int i = 0; i < weights.Length; i++)
        {
            (int row, int k) = (i / Columns, i % Columns);
            int lane = (row / 18 * 16) + (row % 18 % 16);
            int block = row % 18 / 16;
            weights[i] = format == WeightFormat.BFloat16
                ? BitConverter.UInt32BitsToSingle(BitConverter.SingleToUInt32Bits(reduced[16 + (((block * 4) + (k / 2)) * 32) + lane]) >> (k % 2 * 16) << 16)
                : bytes[64 + (((block * Columns) + k) * 32) + lane] * reduced[16 + 128 + (block * 32) + lane];
        }

        return weights;
    }

    private static float[] Draw(int seed, double scale)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, Rows * Columns)
            .Select(i => i < s_hard.Length ? s_hard[i] : (float)((random.NextDouble() - 0.5) * Math.Pow(2, random.Next(-20, 20)) * scale))];
    }

    [Fact]
    public void A_bfloat16_is_the_nearest_one_and_of_two_the_even_one()
    {
        ParameterStore store = Store(WeightFormat.BFloat16);
        float[] weights = Draw(1, 1);
        store.Write(Weight, weights);
        float[] reduced = Read(store, WeightFormat.BFloat16);
        for (int i = 0; i < weights.Length; i++)
        {
            Assert.Equal(0u, BitConverter.SingleToUInt32Bits(reduced[i]) & 0xFFFF);
            double bound = Math.Max(Math.Abs(weights[i]) / 256.0, Math.Pow(2, -134));
            Assert.True(Math.Abs((double)reduced[i] - weights[i]) <= bound, $"{weights[i]:R} became {reduced[i]:R}");
        }

        // 1 + 2⁻⁸ lies halfway between two bfloat16 numbers, and so does 1 + 3·2⁻⁸; a little more than halfway goes up.
        Assert.Equal([1f, 1.015625f, -1f, 1.0078125f], reduced[3..7]);
    }

    [Fact]
    public void An_int8_is_within_half_a_scale_of_its_row()
    {
        ParameterStore store = Store(WeightFormat.Int8);
        float[] weights = Draw(2, 1);
        store.Write(Weight, weights);
        float[] reduced = Read(store, WeightFormat.Int8);
        for (int row = 0; row < Rows; row++)
        {
            double greatest = weights.Skip(row * Columns).Take(Columns).Max(Math.Abs);
            for (int i = row * Columns; i < (row + 1) * Columns; i++)
                Assert.True(Math.Abs((double)reduced[i] - weights[i]) <= greatest / 254 * (1 + 1e-6), $"{weights[i]:R} became {reduced[i]:R} in a row up to {greatest:R}");
        }
    }

    [Fact]
    public void For_integer_products_a_weight_is_within_half_a_scale_and_two_neighbours_fit_into_16_bits()
    {
        float[] weights = Draw(4, 1);
        ParameterStore store = IntegerStore();
        store.Write(Weight, weights);
        for (int row = 0; row < Rows; row++)
        {
            (sbyte[] integers, float scale, int start) = Row(store, row);
            double needed = 0;
            for (int k = 0; k < Columns; k += 2)
            {
                double a = weights[(row * Columns) + k], b = k + 1 < Columns ? weights[(row * Columns) + k + 1] : 0;
                needed = Math.Max(needed, a * b > 0 ? Math.Abs(a + b) : Math.Max(Math.Abs(a), Math.Abs(b)));
                int second = k + 1 < Columns ? integers[k + 1] : 0;
                Assert.InRange(integers[k] * second >= 0 ? Math.Abs(integers[k] + second) : 0, 0, 128);
            }

            Assert.Equal(needed / 127, scale, needed * 1e-6);
            for (int k = 0; k < Columns; k++)
            {
                float weight = weights[(row * Columns) + k];
                Assert.True(Math.Abs(((double)integers[k] * scale) - weight) <= scale * 0.500001, $"{weight:R} became {integers[k]} · {scale:R}");
            }

            Assert.Equal(-128 * integers.Sum(static q => q), start);
        }
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.NegativeInfinity)]
    public void The_scale_of_a_row_that_is_not_finite_is_NaN(float value)
    {
        ParameterStore store = IntegerStore();
        float[] weights = new float[Rows * Columns];
        weights[(5 * Columns) + 3] = value;
        store.Write(Weight, weights);
        Assert.Equal([0f, float.NaN, 0f], new[] { 4, 5, 6 }.Select(r => Row(store, r).Scale));
    }

    private static ParameterStore IntegerStore()
    {
        PackedSlice Gate(int gate) => new(gate * 18, 18, Columns, 32 + (gate * 16), Columns * 32, 1, 32);
        ReducedPanel panel = new(WeightFormat.Int8, 32, 2, Columns, 32, 16, 16 + 128) { IntegerProducts = true };
        return new ParameterStore(new ModelLayout(
            "model reduced", [new ParameterLayout(Weight, [Rows, Columns], 0, ParameterInitialization.Uniform, 0.25, [Gate(0), Gate(1)])], 32 + (2 * Columns * 32), [panel],
            16 + 128 + 64 + 64));
    }

    /// <summary>A row as integers, its scale and the start of its sum, by the formulas in the documentation of <see cref="ReducedPanel"/>.</summary>
    private static (sbyte[] Integers, float Scale, int Start) Row(ParameterStore store, int row)
    {
        ReadOnlySpan<float> reduced = MemoryMarshal.CreateReadOnlySpan(ref store.Reduced, store.Layout.ReducedLength);
        int lane = (row / 18 * 16) + (row % 18 % 16), block = row % 18 / 16;
        sbyte[] integers = new sbyte[Columns];
        for (int k = 0; k < Columns; k++)
            integers[k] = (sbyte)(BitConverter.SingleToInt32Bits(reduced[16 + (((block * 2) + (k / 4)) * 32) + lane]) >> (8 * (k % 4)));
        return (integers, reduced[16 + 128 + (block * 32) + lane], BitConverter.SingleToInt32Bits(reduced[16 + 128 + 64 + (block * 32) + lane]));
    }

    [Fact]
    public void A_row_of_zeros_stays_zero_in_int8()
    {
        ParameterStore store = Store(WeightFormat.Int8);
        store.Write(Weight, new float[Rows * Columns]);
        Assert.All(Read(store, WeightFormat.Int8), static w => Assert.Equal(0, w));
    }

    [Theory]
    [InlineData(WeightFormat.BFloat16, float.NaN)]
    [InlineData(WeightFormat.BFloat16, float.PositiveInfinity)]
    [InlineData(WeightFormat.BFloat16, float.NegativeInfinity)]
    [InlineData(WeightFormat.Int8, float.NaN)]
    [InlineData(WeightFormat.Int8, float.NegativeInfinity)]
    public void What_is_not_finite_does_not_become_finite(WeightFormat format, float value)
    {
        ParameterStore store = Store(format);
        float[] weights = new float[Rows * Columns];
        weights[(5 * Columns) + 3] = value;
        store.Write(Weight, weights);
        float[] reduced = Read(store, format);
        Assert.Equal(format == WeightFormat.Int8 ? float.NaN : value, reduced[(5 * Columns) + 3]);
        Assert.Equal(0, reduced[(4 * Columns) + 3]);
        Assert.Equal(0, reduced[(6 * Columns) + 3]);
    }

    /// <summary>The least NaN has no bit in its upper half beyond the exponent: cut off, it would be an infinity.</summary>
    [Fact]
    public void A_NaN_of_low_bits_alone_stays_NaN()
    {
        ParameterStore store = Store(WeightFormat.BFloat16);
        float[] weights = new float[Rows * Columns];
        weights[0] = BitConverter.UInt32BitsToSingle(0x7F800001);
        weights[1] = BitConverter.UInt32BitsToSingle(0xFFFFFFFF);
        store.Write(Weight, weights);
        Assert.All(Read(store, WeightFormat.BFloat16)[..2], static w => Assert.True(float.IsNaN(w)));
    }

    [Theory]
    [InlineData(WeightFormat.BFloat16)]
    [InlineData(WeightFormat.Int8)]
    public void Every_way_to_change_parameters_renews_the_copies(WeightFormat format)
    {
        ParameterStore store = Store(format);
        store.Initialize(3);
        float[] drawn = Read(store, format);
        Assert.All(drawn.Zip(SmallModel.Read(store, Weight)), static p => Assert.Equal(p.Second, p.First, 0.25 / 127));
        Assert.Contains(drawn, static w => w != 0);

        store.Write(Weight, Draw(3, 1));
        float[] written = Read(store, format);
        Assert.NotEqual(drawn, written);

        string path = Path.Combine(Path.GetTempPath(), $"reduced-{format}-{Environment.ProcessId}.safetensors");
        try
        {
            store.Save(path);
            ParameterStore other = Store(format);
            other.Load(path);
            Assert.Equal(written, Read(other, format));
        }
        finally
        {
            File.Delete(path);
        }

        // As a trainer does.
        store.Span[32..].Fill(0.5f);
        Assert.Equal(written, Read(store, format));
        store.RenewReduced();
        Assert.All(Read(store, format), static w => Assert.Equal(0.5, w, 1e-6));
    }
}
