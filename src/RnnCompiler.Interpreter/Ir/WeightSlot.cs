using System.Numerics;

namespace RnnCompiler.Interpreter.Ir;

/// <summary>
/// A matrix that seldom changes between runs. A product with more rows than columns is faster as a sum of columns than as one dot product for
/// each row, so such matrices are also kept by columns; the copy is renewed after the matrix was handed out to be written.
/// </summary>
internal sealed class WeightSlot<T> : Slot<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private T[]? _transposed;
    private int _start;
    private bool _isStale = true;

    private WeightSlot(T[] data, int offset, int rows, int columns)
        : base(data, offset, rows, columns)
    {
    }

    public static WeightSlot<T> Of(int rows, int columns)
    {
        (T[] data, int offset) = AlignedArray(checked(rows * columns));
        return new WeightSlot<T>(data, offset, rows, columns);
    }

    /// <summary>Keeps the copy from now on, if products gain by it; whether they do.</summary>
    public bool KeepColumns()
    {
        if (Rows < Columns)
            return false;
        if (_transposed is null)
            (_transposed, _start) = AlignedArray(Length);
        return true;
    }

    public ReadOnlySpan<T> Column(int column) => _transposed.AsSpan(_start + (column * Rows), Rows);

    public void MarkStale() => _isStale = true;

    public void Refresh()
    {
        if (_transposed is null || !_isStale)
            return;
        Span<T> columns = _transposed.AsSpan(_start, Length);
        for (int i = 0; i < Rows; i++)
        {
            ReadOnlySpan<T> row = Row(i);
            for (int j = 0; j < row.Length; j++)
                columns[(j * Rows) + i] = row[j];
        }

        _isStale = false;
    }
}
