using RnnCompiler.Cells;

namespace RnnCompiler.Runtime.Tests.Cells;

/// <summary>Arithmetic over arrays, for computing a cell's formula element by element and without its types; and random arrays, which can be given to a cell too.</summary>
internal sealed class Plain(int seed)
{
    private readonly Random _random = new(seed);

    /// <summary>Elements within ±1.5.</summary>
    public double[] Draw(int length) => [.. Enumerable.Range(0, length).Select(_ => (3 * _random.NextDouble()) - 1.5)];

    /// <summary>Row <paramref name="row"/> of a matrix times a vector of as many elements as it has columns.</summary>
    public static double Dot(double[] matrix, int row, double[] vector)
    {
        double sum = 0;
        for (int k = 0; k < vector.Length; k++)
            sum += matrix[(row * vector.Length) + k] * vector[k];
        return sum;
    }

    /// <summary>1 / (1 + e⁻ˣ).</summary>
    public static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    /// <summary>Mean and √(variance + 10⁻⁵) of all elements.</summary>
    public static (double Mean, double Deviation) Moments(IReadOnlyCollection<double> values)
    {
        double mean = values.Sum() / values.Count;
        return (mean, Math.Sqrt((values.Sum(v => (v - mean) * (v - mean)) / values.Count) + 1e-5));
    }

    /// <summary>As a cell takes it.</summary>
    public static Vector V(double[] values) => new(values);

    /// <summary>As a cell takes it, from rows one after another.</summary>
    public static Matrix M(double[] values, int columns) => new(values.Length / columns, columns, values);

    /// <summary>Compares within rounding.</summary>
    public static void Same(double[] expected, Vector found)
    {
        Assert.Equal(expected.Length, found.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], found[i], 1e-12);
    }
}
