using RnnCompiler.Cells;
using static RnnCompiler.Cells.CellMath;

namespace RnnCompiler;

/// <summary>
/// Layer normalisation without gain and bias: (v − mean) / √(variance + 10⁻⁵), with the variance of the elements at hand, not an estimate of a
/// population's (Ba, Kiros and Hinton, "Layer normalization", 2016, arXiv:1607.06450).
/// </summary>
internal static class LayerNormalization
{
    private const double Epsilon = 1e-5;

    /// <summary>Normalises one vector.</summary>
    public static Vector Normalize(Vector v)
    {
        Vector centered = v - Mean(v);
        return centered / Sqrt(Mean(centered * centered) + Epsilon);
    }

    /// <summary>Normalises three vectors of one length as if they were one.</summary>
    public static (Vector A, Vector B, Vector C) Normalize(Vector a, Vector b, Vector c)
    {
        Scalar mean = (Mean(a) + Mean(b) + Mean(c)) / 3;
        Scalar variance = (MeanSquare(a - mean) + MeanSquare(b - mean) + MeanSquare(c - mean)) / 3;
        Scalar deviation = Sqrt(variance + Epsilon);
        return ((a - mean) / deviation, (b - mean) / deviation, (c - mean) / deviation);
    }

    /// <summary>Normalises four vectors of one length as if they were one.</summary>
    public static (Vector A, Vector B, Vector C, Vector D) Normalize(Vector a, Vector b, Vector c, Vector d)
    {
        Scalar mean = (Mean(a) + Mean(b) + Mean(c) + Mean(d)) / 4;
        Scalar variance = (MeanSquare(a - mean) + MeanSquare(b - mean) + MeanSquare(c - mean) + MeanSquare(d - mean)) / 4;
        Scalar deviation = Sqrt(variance + Epsilon);
        return ((a - mean) / deviation, (b - mean) / deviation, (c - mean) / deviation, (d - mean) / deviation);
    }

    private static Scalar MeanSquare(Vector v) => Mean(v * v);
}
