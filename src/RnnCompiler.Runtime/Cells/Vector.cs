using System.Globalization;

namespace RnnCompiler.Cells;

/// <summary>
/// A vector of a cell's equations, at least one element long. It computes when asked, in double precision, and never changes: that evaluation is the
/// meaning of the language in which cells are written.
/// </summary>
public sealed class Vector
{
    private readonly double[] _elements;

    /// <summary>Takes a copy of the elements: <c>new Vector([1.0, 2.0])</c>.</summary>
    /// <param name="elements">The elements, at least one.</param>
    /// <exception cref="ArgumentException">There is none.</exception>
    public Vector(params ReadOnlySpan<double> elements)
        : this(elements.ToArray(), owned: true)
    {
    }

    private Vector(double[] elements, bool owned)
    {
        _ = owned;
        if (elements.Length == 0)
            throw new ArgumentException("Expected at least 1 element of a vector, found none.", nameof(elements));

        _elements = elements;
    }

    /// <summary>The number of elements.</summary>
    public int Length => _elements.Length;

    /// <summary>The elements.</summary>
    public ReadOnlySpan<double> Span => _elements;

    /// <summary>One element.</summary>
    /// <param name="index">Its position, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such element.</exception>
    public double this[int index] => (uint)index < (uint)_elements.Length
        ? _elements[index]
        : throw new ArgumentOutOfRangeException(nameof(index), index, $"Expected a position from 0 to {_elements.Length - 1}.");

    /// <summary>The vector itself.</summary>
    public static Vector operator +(Vector a) => a;

    /// <summary>−a, element by element.</summary>
    public static Vector operator -(Vector a) => Map(a, static x => -x);

    /// <summary>a + b, element by element.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static Vector operator +(Vector a, Vector b) => Zip(a, b, "sum", static (x, y) => x + y);

    /// <summary>a + b, with b added to each element.</summary>
    public static Vector operator +(Vector a, Scalar b) => Map(a, x => x + b.Value);

    /// <summary>a + b, with a added to each element.</summary>
    public static Vector operator +(Scalar a, Vector b) => Map(b, y => a.Value + y);

    /// <summary>a + b, with b added to each element.</summary>
    public static Vector operator +(Vector a, double b) => a + new Scalar(b);

    /// <summary>a + b, with a added to each element.</summary>
    public static Vector operator +(double a, Vector b) => new Scalar(a) + b;

    /// <summary>a − b, element by element.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static Vector operator -(Vector a, Vector b) => Zip(a, b, "difference", static (x, y) => x - y);

    /// <summary>a − b, with b subtracted from each element.</summary>
    public static Vector operator -(Vector a, Scalar b) => Map(a, x => x - b.Value);

    /// <summary>a − b, with each element subtracted from a.</summary>
    public static Vector operator -(Scalar a, Vector b) => Map(b, y => a.Value - y);

    /// <summary>a − b, with b subtracted from each element.</summary>
    public static Vector operator -(Vector a, double b) => a - new Scalar(b);

    /// <summary>a − b, with each element subtracted from a.</summary>
    public static Vector operator -(double a, Vector b) => new Scalar(a) - b;

    /// <summary>a ⊙ b, element by element.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static Vector operator *(Vector a, Vector b) => Zip(a, b, "product", static (x, y) => x * y);

    /// <summary>Each element times b.</summary>
    public static Vector operator *(Vector a, Scalar b) => Map(a, x => x * b.Value);

    /// <summary>a times each element.</summary>
    public static Vector operator *(Scalar a, Vector b) => Map(b, y => a.Value * y);

    /// <summary>Each element times b.</summary>
    public static Vector operator *(Vector a, double b) => a * new Scalar(b);

    /// <summary>a times each element.</summary>
    public static Vector operator *(double a, Vector b) => new Scalar(a) * b;

    /// <summary>a / b, element by element.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static Vector operator /(Vector a, Vector b) => Zip(a, b, "quotient", static (x, y) => x / y);

    /// <summary>Each element divided by b.</summary>
    public static Vector operator /(Vector a, Scalar b) => Map(a, x => x / b.Value);

    /// <summary>a divided by each element.</summary>
    public static Vector operator /(Scalar a, Vector b) => Map(b, y => a.Value / y);

    /// <summary>Each element divided by b.</summary>
    public static Vector operator /(Vector a, double b) => a / new Scalar(b);

    /// <summary>a divided by each element.</summary>
    public static Vector operator /(double a, Vector b) => new Scalar(a) / b;

    /// <summary>A copy of the elements.</summary>
    public double[] ToArray() => [.. _elements];

    /// <inheritdoc/>
    public override string ToString() => $"[{string.Join(", ", _elements.Select(static x => x.ToString(CultureInfo.InvariantCulture)))}]";

    /// <summary>A function of each element.</summary>
    internal static Vector Map(Vector a, Func<double, double> function)
    {
        ArgumentNullException.ThrowIfNull(a);
        return new(Array.ConvertAll(a._elements, x => function(x)), owned: true);
    }

    /// <summary>A function of elements at the same position.</summary>
    internal static Vector Zip(Vector a, Vector b, string what, Func<double, double, double> function)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        if (a.Length != b.Length)
            throw new ArgumentException($"The {what} of two vectors expects equal lengths, found {a.Length} and {b.Length}.", nameof(b));

        double[] result = new double[a.Length];
        for (int i = 0; i < result.Length; i++)
            result[i] = function(a._elements[i], b._elements[i]);

        return new(result, owned: true);
    }
}
