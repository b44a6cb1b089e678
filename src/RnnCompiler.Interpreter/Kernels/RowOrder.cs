namespace RnnCompiler.Interpreter.Kernels;

/// <summary>Order of the rows of a kernel call: descending steps, without rows that have none.</summary>
internal sealed class RowOrder
{
    /// <summary>Sorts the rows of a call.</summary>
    /// <param name="lengths">The steps of each row.</param>
    public RowOrder(IReadOnlyList<int> lengths)
    {
        Total = lengths.Count;
        Rows = [.. Enumerable.Range(0, lengths.Count).Where(r => lengths[r] > 0).OrderByDescending(r => lengths[r])];
        Lengths = [.. Rows.Select(r => lengths[r])];
    }

    /// <summary>The number of the caller's rows.</summary>
    public int Total { get; }

    /// <summary>The caller's row at each position.</summary>
    public IReadOnlyList<int> Rows { get; }

    /// <summary>The steps of the row at each position.</summary>
    public IReadOnlyList<int> Lengths { get; }

    /// <summary>Copies rows of the caller into this order.</summary>
    public T[] Sort<T>(ReadOnlySpan<T> rows)
    {
        int length = rows.Length / Total;
        T[] sorted = new T[Rows.Count * length];
        for (int i = 0; i < Rows.Count; i++)
            rows.Slice(Rows[i] * length, length).CopyTo(sorted.AsSpan(i * length));
        return sorted;
    }

    /// <summary>Copies rows of this order into the order of the caller; rows without steps get zeros.</summary>
    public T[] Restore<T>(T[] rows)
    {
        int length = Rows.Count == 0 ? 0 : rows.Length / Rows.Count;
        T[] restored = new T[Total * length];
        for (int i = 0; i < Rows.Count; i++)
            Array.Copy(rows, i * length, restored, Rows[i] * length, length);
        return restored;
    }
}
