namespace RnnCompiler.Cells;

/// <summary>A matrix of weights in a cell's equations. It multiplies vectors, in double precision, and never changes.</summary>
public sealed class Matrix
{
    private readonly double[] _elements;

    /// <summary>Takes a copy of the elements: <c>new Matrix(2, 3, [1, 2, 3, 4, 5, 6])</c>.</summary>
    /// <param name="rows">Rows, at least 1.</param>
    /// <param name="columns">Columns, at least 1.</param>
    /// <param name="elements">The elements row after row, [rows, columns].</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no row or no column.</exception>
    /// <exception cref="ArgumentException">There are not rows · columns elements.</exception>
    public Matrix(int rows, int columns, ReadOnlySpan<double> elements)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        if (elements.Length != (long)rows * columns)
            throw new ArgumentException($"A matrix [{rows}, {columns}] expects {(long)rows * columns} elements, found {elements.Length}.", nameof(elements));

        Rows = rows;
        Columns = columns;
        _elements = elements.ToArray();
    }

    /// <summary>Rows.</summary>
    public int Rows { get; }

    /// <summary>Columns.</summary>
    public int Columns { get; }

    /// <summary>One element.</summary>
    /// <param name="row">Its row, from 0.</param>
    /// <param name="column">Its column, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such element.</exception>
    public double this[int row, int column]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(row);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, Rows);
            ArgumentOutOfRangeException.ThrowIfNegative(column);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(column, Columns);
            return _elements[(row * Columns) + column];
        }
    }

    /// <summary>The product, yᵢ = Σⱼ Wᵢⱼ xⱼ from first to last.</summary>
    /// <exception cref="ArgumentException">The vector is not as long as a row.</exception>
    public static Vector operator *(Matrix w, Vector x)
    {
        ArgumentNullException.ThrowIfNull(w);
        ArgumentNullException.ThrowIfNull(x);
        if (x.Length != w.Columns)
            throw new ArgumentException($"The product of a matrix [{w.Rows}, {w.Columns}] and a vector expects {w.Columns} elements, found {x.Length}.", nameof(x));

        double[] result = new double[w.Rows];
        for (int i = 0; i < w.Rows; i++)
        {
            for (int j = 0; j < w.Columns; j++)
                result[i] += w._elements[(i * w.Columns) + j] * x.Span[j];
        }

        return new Vector(result);
    }

    /// <inheritdoc/>
    public override string ToString() => $"[{Rows}, {Columns}] {new Vector(_elements)}";
}
