namespace RnnCompiler.CompilerServices;

/// <summary>Rows of a batch that one thread of a call computes.</summary>
/// <param name="First">The first row.</param>
/// <param name="Count">Number of rows; 0 if the threads before it compute all rows.</param>
internal readonly record struct RowShare(int First, int Count)
{
    /// <summary>Rows of a tile; each thread has whole tiles, except the last one.</summary>
    private const int Tile = 4;

    /// <summary>Returns the rows of a thread: consecutive, as many for each thread until all rows are divided.</summary>
    public static RowShare Of(int rows, int part, int parts)
    {
        int each = ((rows + parts - 1) / parts + Tile - 1) / Tile * Tile;
        int first = Math.Min(rows, part * each);
        return new RowShare(first, Math.Min(rows, first + each) - first);
    }
}
