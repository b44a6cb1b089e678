using System.Globalization;

namespace RnnCompiler.Cells;

/// <summary>
/// A number of a cell's equations: a learned one, or what a reduction leaves of a vector. It computes when asked, in double precision; where it meets a
/// vector it stands for a vector of equal elements.
/// </summary>
/// <param name="value">The number.</param>
public readonly struct Scalar(double value)
{
    /// <summary>The number.</summary>
    public double Value { get; } = value;

    /// <summary>A number as a scalar.</summary>
    public static implicit operator Scalar(double value) => new(value);

    /// <summary>The number of a scalar.</summary>
    public static explicit operator double(Scalar scalar) => scalar.Value;

    /// <summary>The scalar itself.</summary>
    public static Scalar operator +(Scalar a) => a;

    /// <summary>−a.</summary>
    public static Scalar operator -(Scalar a) => new(-a.Value);

    /// <summary>a + b.</summary>
    public static Scalar operator +(Scalar a, Scalar b) => new(a.Value + b.Value);

    /// <summary>a − b.</summary>
    public static Scalar operator -(Scalar a, Scalar b) => new(a.Value - b.Value);

    /// <summary>a · b.</summary>
    public static Scalar operator *(Scalar a, Scalar b) => new(a.Value * b.Value);

    /// <summary>a / b.</summary>
    public static Scalar operator /(Scalar a, Scalar b) => new(a.Value / b.Value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}
