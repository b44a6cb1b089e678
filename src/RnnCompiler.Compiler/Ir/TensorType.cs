namespace RnnCompiler.Compiler.Ir;

/// <summary>Element type of a tensor.</summary>
public enum ElementType
{
    /// <summary>A real number.</summary>
    Float,

    /// <summary>A token id or class id; it has no cotangent.</summary>
    Integer,
}

/// <summary>Type of a value: element type, rank 0 to 2 and static sizes. The first axis of a stacked value is time.</summary>
/// <param name="Element">The element type.</param>
/// <param name="Rank">0 for a scalar, 1 for a vector, 2 for a matrix.</param>
/// <param name="Rows">The first size; 1 if the rank is 0.</param>
/// <param name="Columns">The second size; 1 if the rank is below 2.</param>
public readonly record struct TensorType(ElementType Element, int Rank, int Rows, int Columns)
{
    /// <summary>The type f[].</summary>
    public static TensorType Scalar => new(ElementType.Float, 0, 1, 1);

    /// <summary>The type i[].</summary>
    public static TensorType Integer => new(ElementType.Integer, 0, 1, 1);

    /// <summary>Creates the type f[n].</summary>
    public static TensorType Vector(int length) => new(ElementType.Float, 1, length, 1);

    /// <summary>Creates the type f[m,n].</summary>
    public static TensorType Matrix(int rows, int columns) => new(ElementType.Float, 2, rows, columns);

    /// <summary>The number of elements, in 64 bits.</summary>
    public long ElementCount => (long)Rows * Columns;

    /// <summary>Whether this is f[].</summary>
    public bool IsScalar => Rank == 0 && Element == ElementType.Float;

    /// <summary>Whether this is f[n].</summary>
    public bool IsVector => Rank == 1 && Element == ElementType.Float;

    /// <summary>Whether this is f[m,n].</summary>
    public bool IsMatrix => Rank == 2 && Element == ElementType.Float;

    /// <summary>Creates the type of <paramref name="length"/> such values, one for each step: a scalar gives f[T], a vector f[T,n].</summary>
    /// <exception cref="InvalidOperationException">A matrix cannot be stacked: no value has three axes.</exception>
    public TensorType Stack(int length) => Rank switch
    {
        0 => new(Element, 1, length, 1),
        1 => new(Element, 2, length, Rows),
        _ => throw new InvalidOperationException($"A value of type {this} cannot be stacked over time: expected a scalar or a vector."),
    };

    /// <summary>Creates the type of one step of a stacked value: the inverse of <see cref="Stack"/>.</summary>
    /// <exception cref="InvalidOperationException">A scalar has no steps.</exception>
    public TensorType Unstack() => Rank switch
    {
        1 => new(Element, 0, 1, 1),
        2 => new(Element, 1, Columns, 1),
        _ => throw new InvalidOperationException($"A value of type {this} has no steps: expected a stacked value."),
    };

    /// <inheritdoc/>
    public override string ToString()
    {
        string letter = Element == ElementType.Float ? "f" : "i";
        return Rank switch
        {
            0 => letter + "[]",
            1 => FormattableString.Invariant($"{letter}[{Rows}]"),
            _ => FormattableString.Invariant($"{letter}[{Rows},{Columns}]"),
        };
    }
}
