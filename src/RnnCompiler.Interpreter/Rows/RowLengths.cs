namespace RnnCompiler.Interpreter.Rows;

/// <summary>The steps of each row in each length group.</summary>
/// <param name="ports">The length groups.</param>
/// <param name="rows">The number of rows.</param>
internal sealed class RowLengths(RowPorts ports, int rows)
{
    private readonly int[]?[] _lengths = new int[]?[ports.GroupSteps.Count];

    /// <summary>Returns the steps of a row in a length group.</summary>
    public int Steps(int group, int row) => _lengths[group] is { } lengths ? lengths[row] : ports.GroupSteps[group];

    /// <summary>Sets the steps of all rows in a length group.</summary>
    /// <param name="group">The group.</param>
    /// <param name="lengths">The steps of each row; empty if all rows are full.</param>
    /// <exception cref="ArgumentException">The number of lengths is not that of the rows; nothing was changed.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A length is negative or above the largest; nothing was changed.</exception>
    public void Set(int group, ReadOnlySpan<int> lengths)
    {
        if (lengths.IsEmpty)
        {
            _lengths[group] = null;
            return;
        }

        CompilerServices.Guard.Lengths(lengths, rows, ports.GroupSteps[group]);
        lengths.CopyTo(_lengths[group] ??= new int[rows]);
    }
}
