namespace RnnCompiler.Generators.Tests.Differential;

/// <summary>The same random examples in the types that both engines take.</summary>
/// <typeparam name="T">Floats, or ids.</typeparam>
internal sealed class Examples<T>
    where T : unmanaged
{
    /// <summary>Draws examples: floats from 0 to 1, which every loss accepts, or ids.</summary>
    /// <param name="length">Elements.</param>
    /// <param name="ids">How many ids there are; does not matter to floats.</param>
    /// <param name="seed">The seed.</param>
    public Examples(int length, int ids, int seed)
    {
        Random random = new(seed);
        Values = new T[length];
        Doubles = new double[length];
        Ids = new int[length];
        for (int i = 0; i < length; i++)
        {
            if (Values is float[] floats)
                Doubles[i] = floats[i] = random.NextSingle();
            else if (Values is int[] integers)
                Ids[i] = integers[i] = random.Next(ids);
        }
    }

    /// <summary>As the compiled model takes them.</summary>
    public T[] Values { get; }

    /// <summary>As the interpreter takes floats.</summary>
    public double[] Doubles { get; }

    /// <summary>As the interpreter takes ids.</summary>
    public int[] Ids { get; }
}
