namespace RnnCompiler.CompilerServices;

/// <summary>SplitMix64 (Steele, Lea, Flood 2014): integers only, so the same everywhere.</summary>
internal static class SplitMix
{
    public const ulong Increment = 0x9E3779B97F4A7C15;

    /// <summary>The finalizer: a bijection in which each bit of the argument changes about half of the result.</summary>
    public static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
