namespace RnnCompiler.CompilerServices;

/// <summary>Order of rows by descending steps, without the rows of length 0; equal rows keep their order. A counting sort, which allocates nothing.</summary>
internal sealed class LengthOrder
{
    private readonly int[] _rows;
    private readonly int[] _lengths;
    private readonly int[] _starts;

    /// <summary>Allocates an order.</summary>
    /// <param name="rows">The most rows that are sorted.</param>
    /// <param name="steps">The most steps of a row.</param>
    public LengthOrder(int rows, int steps)
    {
        _rows = new int[rows];
        _lengths = new int[rows];
        _starts = new int[steps + 1];
    }

    /// <summary>The most rows that are sorted at once.</summary>
    public int Capacity => _rows.Length;

    /// <summary>The sorted rows, as indices into the lengths that were given.</summary>
    public ReadOnlySpan<int> Rows => _rows.AsSpan(0, Count);

    /// <summary>The steps of the sorted rows.</summary>
    public ReadOnlySpan<int> Lengths => _lengths.AsSpan(0, Count);

    /// <summary>The number of rows of at least one step.</summary>
    public int Count { get; private set; }

    /// <summary>Whether some sorted rows are consecutive rows of the caller.</summary>
    /// <param name="first">The first position.</param>
    /// <param name="count">The number of rows; at least 1.</param>
    public bool IsConsecutive(int first, int count)
    {
        for (int i = 1; i < count; i++)
        {
            if (_rows[first + i] != _rows[first] + i)
                return false;
        }

        return true;
    }

    /// <summary>Sorts rows.</summary>
    /// <param name="lengths">The steps of each row, from 0 to the most.</param>
    public void Sort(ReadOnlySpan<int> lengths)
    {
        Span<int> starts = _starts;
        starts.Clear();
        foreach (int length in lengths)
            starts[length]++;

        int position = 0;
        for (int length = starts.Length - 1; length > 0; length--)
            (starts[length], position) = (position, position + starts[length]);

        Count = position;
        for (int row = 0; row < lengths.Length; row++)
        {
            if (lengths[row] == 0)
                continue;
            int at = starts[lengths[row]]++;
            _rows[at] = row;
            _lengths[at] = lengths[row];
        }
    }

    /// <summary>Takes rows of the same number of steps in their order.</summary>
    public void SetFull(int rows, int steps)
    {
        for (int row = 0; row < rows; row++)
            _rows[row] = row;
        _lengths.AsSpan(0, rows).Fill(steps);
        Count = rows;
    }
}
