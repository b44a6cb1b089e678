namespace RnnCompiler.Compiler.Packing;

/// <summary>
/// Arithmetic of integer products. A weight is q_w · s, with |q_w| at most 127 and one scale s for each row; an element of the vector is (q_v − 128) · M / 127, where M is the
/// greatest magnitude of the vector and q_v is a byte. The sum Σ (q_v − 128) · q_w is exact; it is scaled once. The scale of a row is such that neighbouring weights
/// of the same sign add to at most 128 in magnitude, so that a product of two pairs of bytes fits into 16 bits, where processors compute it.
/// </summary>
public static class IntegerArithmetic
{
    /// <summary>The greatest magnitude of an integer that a weight or an element of a vector becomes.</summary>
    public const int Greatest = 127;

    /// <summary>What is added to an element of the vector, so that it is an unsigned byte.</summary>
    public const int Bias = 128;

    /// <summary>Magnitudes of a vector below 2⁻¹²⁰ count as 0, since the reciprocal of a smaller one may be infinite.</summary>
    public const double Least = 7.52316384526264e-37;

    /// <summary>The greatest magnitude of the sum of two products: 255 · 128.</summary>
    private const int GreatestPair = 255 * 128;

    /// <summary>Returns whether 32 bits hold each sum over some columns; products over more columns stay in float.</summary>
    public static bool Holds(int columns) => (long)((columns + 1) / 2) * GreatestPair <= int.MaxValue;
}
