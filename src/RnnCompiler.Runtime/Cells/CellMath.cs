namespace RnnCompiler.Cells;

/// <summary>
/// The functions of cells, for <c>using static RnnCompiler.Cells.CellMath</c>. What they compute here, in double precision, is what they mean; what is said
/// of derivatives holds for the compiled cell. NaN and infinities go the way of IEEE 754.
/// </summary>
public static class CellMath
{
    /// <summary>1 / (1 + e⁻ˣ) of each element.</summary>
    public static Vector Sigmoid(Vector a) => Vector.Map(a, Sigmoid);

    /// <summary>1 / (1 + e⁻ˣ).</summary>
    public static Scalar Sigmoid(Scalar a) => Sigmoid(a.Value);

    /// <summary>The hyperbolic tangent of each element.</summary>
    public static Vector Tanh(Vector a) => Vector.Map(a, Math.Tanh);

    /// <summary>The hyperbolic tangent.</summary>
    public static Scalar Tanh(Scalar a) => Math.Tanh(a.Value);

    /// <summary>max(0, x) of each element; the derivative at 0 is 0.</summary>
    public static Vector Relu(Vector a) => Vector.Map(a, Relu);

    /// <summary>max(0, x); the derivative at 0 is 0.</summary>
    public static Scalar Relu(Scalar a) => Relu(a.Value);

    /// <summary>eˣ of each element.</summary>
    public static Vector Exp(Vector a) => Vector.Map(a, Math.Exp);

    /// <summary>eˣ.</summary>
    public static Scalar Exp(Scalar a) => Math.Exp(a.Value);

    /// <summary>The natural logarithm of each element.</summary>
    public static Vector Log(Vector a) => Vector.Map(a, Math.Log);

    /// <summary>The natural logarithm.</summary>
    public static Scalar Log(Scalar a) => Math.Log(a.Value);

    /// <summary>The square root of each element.</summary>
    public static Vector Sqrt(Vector a) => Vector.Map(a, Math.Sqrt);

    /// <summary>The square root.</summary>
    public static Scalar Sqrt(Scalar a) => Math.Sqrt(a.Value);

    /// <summary>The sine of each element.</summary>
    public static Vector Sin(Vector a) => Vector.Map(a, Math.Sin);

    /// <summary>The sine.</summary>
    public static Scalar Sin(Scalar a) => Math.Sin(a.Value);

    /// <summary>ln(1 + eˣ) of each element.</summary>
    public static Vector Softplus(Vector a) => Vector.Map(a, Softplus);

    /// <summary>ln(1 + eˣ).</summary>
    public static Scalar Softplus(Scalar a) => Softplus(a.Value);

    /// <summary>|x| of each element; the derivative at 0 is 0.</summary>
    public static Vector Abs(Vector a) => Vector.Map(a, Math.Abs);

    /// <summary>|x|; the derivative at 0 is 0.</summary>
    public static Scalar Abs(Scalar a) => Math.Abs(a.Value);

    /// <summary>The greater of elements at the same position, NaN if either is; of equals the first has the gradient.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static Vector Max(Vector a, Vector b) => Vector.Zip(a, b, "maximum", Math.Max);

    /// <summary>The greater of each element and a number; of equals the first has the gradient.</summary>
    public static Vector Max(Vector a, Scalar b) => Vector.Map(a, x => Math.Max(x, b.Value));

    /// <summary>The greater of a number and each element; of equals the first has the gradient.</summary>
    public static Vector Max(Scalar a, Vector b) => Vector.Map(b, y => Math.Max(a.Value, y));

    /// <summary>The greater of two numbers; of equals the first has the gradient.</summary>
    public static Scalar Max(Scalar a, Scalar b) => Math.Max(a.Value, b.Value);

    /// <summary>The smaller of elements at the same position, NaN if either is; of equals the first has the gradient.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static Vector Min(Vector a, Vector b) => Vector.Zip(a, b, "minimum", Math.Min);

    /// <summary>The smaller of each element and a number; of equals the first has the gradient.</summary>
    public static Vector Min(Vector a, Scalar b) => Vector.Map(a, x => Math.Min(x, b.Value));

    /// <summary>The smaller of a number and each element; of equals the first has the gradient.</summary>
    public static Vector Min(Scalar a, Vector b) => Vector.Map(b, y => Math.Min(a.Value, y));

    /// <summary>The smaller of two numbers; of equals the first has the gradient.</summary>
    public static Scalar Min(Scalar a, Scalar b) => Math.Min(a.Value, b.Value);

    /// <summary>exp(xᵢ) / Σⱼ exp(xⱼ), with the greatest element subtracted first.</summary>
    public static Vector Softmax(Vector v)
    {
        double greatest = Max(v).Value;
        Vector exponentials = Vector.Map(v, x => Math.Exp(x - greatest));
        return exponentials / Sum(exponentials);
    }

    /// <summary>Σᵢ xᵢ, from first to last.</summary>
    public static Scalar Sum(Vector v)
    {
        double sum = 0;
        foreach (double x in Checked(v).Span)
            sum += x;

        return sum;
    }

    /// <summary>Σᵢ xᵢ / n.</summary>
    public static Scalar Mean(Vector v) => Sum(v) / Checked(v).Length;

    /// <summary>The greatest element, NaN if any is; equals share the gradient.</summary>
    public static Scalar Max(Vector v)
    {
        double greatest = double.NegativeInfinity;
        foreach (double x in Checked(v).Span)
            greatest = Math.Max(greatest, x);

        return greatest;
    }

    // Neither branch raises e to a large number.
    private static double Sigmoid(double x)
    {
        double e = Math.Exp(-Math.Abs(x));
        return (x < 0 ? e : 1) / (1 + e);
    }

    private static double Relu(double x) => Math.Max(0, x);

    private static double Softplus(double x)
    {
        // ln(1 + e) for small e, where 1 + e rounds e away: the error of the logarithm and that of the sum cancel (Kahan).
        double e = Math.Exp(-Math.Abs(x));
        double sum = 1 + e;
        return Math.Max(x, 0) + (sum == 1 ? e : Math.Log(sum) * e / (sum - 1));
    }

    private static Vector Checked(Vector v)
    {
        ArgumentNullException.ThrowIfNull(v);
        return v;
    }
}
