using RnnCompiler.CompilerServices;

namespace RnnCompiler;

/// <summary>One part of a division of rows into two: the first ⌊fraction · rows⌋ rows, or the others.</summary>
/// <param name="Parent">The division whose rows are divided; null for all rows.</param>
/// <param name="Fraction">Fraction of the first part, above 0 and below 1.</param>
/// <param name="IsFirst">Whether it is the first part.</param>
/// <param name="Seed">The seed that shuffles the rows before they are divided; null for no shuffling.</param>
internal sealed record RowSplit(RowSplit? Parent, double Fraction, bool IsFirst, ulong? Seed)
{
    /// <summary>The indices of the rows of a part.</summary>
    /// <param name="split">The part; null for all rows.</param>
    /// <param name="rows">The number of rows that are divided.</param>
    public static int[] Indices(RowSplit? split, int rows)
    {
        if (split is null)
            return [.. Enumerable.Range(0, rows)];
        int[] all = Indices(split.Parent, rows);
        if (split.Seed is { } seed)
            RowShuffle.Shuffle(all, seed, round: 0);
        int first = (int)Math.Floor(split.Fraction * all.Length);
        return split.IsFirst ? all[..first] : all[first..];
    }
}

/// <summary>Random order of rows from a seed, the same on every machine and in every version of .NET.</summary>
internal static class RowShuffle
{
    /// <summary>Shuffles in place (Fisher, Yates) with SplitMix64.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="round">Which of many orders, such as the epoch.</param>
    public static void Shuffle(Span<int> rows, ulong seed, int round)
    {
        ulong state = SplitMix.Mix(unchecked(SplitMix.Mix(seed + SplitMix.Increment) + (ulong)round));
        for (int i = rows.Length - 1; i > 0; i--)
        {
            state = unchecked(state + SplitMix.Increment);

            // The high half of a product with a 64-bit number is uniform in [0, i] up to a bias of less than 2⁻³².
            int j = (int)Math.BigMul(SplitMix.Mix(state), (ulong)(i + 1), out _);
            (rows[i], rows[j]) = (rows[j], rows[i]);
        }
    }
}
