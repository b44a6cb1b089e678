namespace RnnCompiler.CompilerServices;

/// <summary>The rows of a batch that one part of a call takes.</summary>
/// <param name="First">The first row.</param>
/// <param name="Count">How many; 0 where there are fewer rows than parts have use for.</param>
internal readonly record struct RowShare(int First, int Count)
{
    /// <summary>Rows that tiles take together: shares are whole tiles but for the last.</summary>
    private const int Tile = 4;

    /// <summary>The share of a part: consecutive rows, as many as any other part's or fewer.</summary>
    public static RowShare Of(int rows, int part, int parts)
    {
        int each = ((rows + parts - 1) / parts + Tile - 1) / Tile * Tile;
        int first = Math.Min(rows, part * each);
        return new RowShare(first, Math.Min(rows, first + each) - first);
    }
}
