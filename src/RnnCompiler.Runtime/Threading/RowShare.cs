namespace RnnCompiler.CompilerServices;

/// <summary>Rows of a batch that one thread of a call computes.</summary>
/// <param name="First">The first row.</param>
/// <param name="Count">Number of rows; 0 if the threads before it compute all rows.</param>
internal readonly record struct RowShare(int First, int Count)
{
    /// <summary>Rows of a tile; each thread has whole tiles, except the last one.</summary>
    private const int Tile = 4;

    /// <summary>Returns the rows of a thread: consecutive, and of about as many steps for each thread.</summary>
    /// <param name="lengths">The steps of the rows, in descending order.</param>
    /// <param name="part">The number of the thread.</param>
    /// <param name="parts">The number of threads.</param>
    public static RowShare Of(ReadOnlySpan<int> lengths, int part, int parts)
    {
        if (parts == 1 || lengths.IsEmpty || lengths[0] == lengths[^1])
            return Of(lengths.Length, part, parts);
        long total = 0;
        foreach (int length in lengths)
            total += length;
        int first = RowAt(lengths, total * part / parts);
        return new RowShare(first, RowAt(lengths, total * (part + 1) / parts) - first);
    }

    /// <summary>Returns the first whole tile whose rows begin at or behind a number of steps.</summary>
    private static int RowAt(ReadOnlySpan<int> lengths, long steps)
    {
        long sum = 0;
        int row = 0;
        while (row < lengths.Length && sum < steps)
        {
            sum += lengths[row];
            row++;
        }

        return Math.Min(lengths.Length, (row + Tile - 1) / Tile * Tile);
    }

    /// <summary>Returns the number of shares that have rows, if rows are divided into a number of shares.</summary>
    public static int Parts(int rows, int parts)
    {
        int each = Of(rows, 0, parts).Count;
        return each == 0 ? 1 : (rows + each - 1) / each;
    }

    /// <summary>Returns the rows of a thread: consecutive, as many for each thread until all rows are divided.</summary>
    public static RowShare Of(int rows, int part, int parts)
    {
        int each = ((rows + parts - 1) / parts + Tile - 1) / Tile * Tile;
        int first = Math.Min(rows, part * each);
        return new RowShare(first, Math.Min(rows, first + each) - first);
    }
}
