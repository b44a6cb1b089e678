using System.Numerics;

namespace RnnCompiler.Interpreter.Ir;

/// <summary>
/// Slot of a weight matrix, which rarely changes between runs. If a matrix has at least as many rows as columns, its product is faster as a sum of columns than
/// as a dot product for each row, so such matrices have a transposed copy. The copy is refreshed after the matrix was exposed for writing.
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

    /// <summary>Whether products round the vector to multiples of its greatest magnitude / 127.</summary>
    public bool RoundsOperand { get; set; }

    public static WeightSlot<T> Of(int rows, int columns)
    {
        (T[] data, int offset) = AlignedArray(checked(rows * columns));
        return new WeightSlot<T>(data, offset, rows, columns);
    }

    /// <summary>Allocates the transposed copy if products are faster with it; returns whether they are.</summary>
    public bool TryTranspose()
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
