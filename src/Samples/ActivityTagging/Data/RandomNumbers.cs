using System.Numerics;

namespace ActivityTagging.Data;

/// <summary>Distributions that <see cref="Random"/> lacks.</summary>
internal static class RandomNumbers
{
    /// <summary>Draws from a normal distribution (Box and Muller, 1958).</summary>
    public static double Normal(this Random random, double mean, double deviation) =>
        mean + deviation * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    /// <summary>Draws from a uniform distribution.</summary>
    public static double Uniform(this Random random, double least, double most) => least + (most - least) * random.NextDouble();

    /// <summary>Draws a rotation, each with the same probability density: a normalised quaternion of four normal numbers.</summary>
    public static Quaternion Rotation(this Random random) => Quaternion.Normalize(
        new Quaternion((float)random.Normal(0, 1), (float)random.Normal(0, 1), (float)random.Normal(0, 1), (float)random.Normal(0, 1)));

    /// <summary>Draws a vector of three independent normal numbers.</summary>
    public static Vector3 NormalVector(this Random random, double deviation) =>
        new((float)random.Normal(0, deviation), (float)random.Normal(0, deviation), (float)random.Normal(0, deviation));
}
