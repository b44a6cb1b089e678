namespace RnnCompiler.Interpreter.Kernels;

/// <summary>Order of the rows of a kernel call: descending steps.</summary>
internal sealed class RowOrder
{
    /// <summary>Sorts the rows of a call.</summary>
    /// <param name="lengths">The steps of each row, at least 1.</param>
    public RowOrder(IReadOnlyList<int> lengths)
    {
        Rows = [.. Enumerable.Range(0, lengths.Count).OrderByDescending(r => lengths[r])];
        Lengths = [.. Rows.Select(r => lengths[r])];
    }

    /// <summary>The caller's row at each position.</summary>
    public IReadOnlyList<int> Rows { get; }

    /// <summary>The steps of the row at each position.</summary>
    public IReadOnlyList<int> Lengths { get; }

    /// <summary>Copies rows of the caller into this order.</summary>
    public T[] Sort<T>(ReadOnlySpan<T> rows)
    {
        T[] sorted = new T[rows.Length];
        int length = rows.Length / Rows.Count;
        for (int i = 0; i < Rows.Count; i++)
            rows.Slice(Rows[i] * length, length).CopyTo(sorted.AsSpan(i * length));
        return sorted;
    }

    /// <summary>Copies rows of this order into the order of the caller.</summary>
    public T[] Restore<T>(T[] rows)
    {
        T[] restored = new T[rows.Length];
        int length = rows.Length / Rows.Count;
        for (int i = 0; i < Rows.Count; i++)
            Array.Copy(rows, i * length, restored, Rows[i] * length, length);
        return restored;
    }
}
