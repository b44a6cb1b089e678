using RnnCompiler.Cells;
using static RnnCompiler.Cells.CellMath;

namespace RnnCompiler;

/// <summary>
/// GRU whose gate and candidate see the input alone, so that only elementwise work is left in the recurrence (Feng, Tung, Ahmed, Bengio and
/// Hajimirsadeghi, "Were RNNs all we needed?", 2024, arXiv:2410.01201).
/// </summary>
/// <remarks>
/// z = σ(Wz x + bz), n = Wn x + bn, h' = (1 − z) ⊙ h + z ⊙ n. This is the paper's plain form; in its form over logarithms n passes
/// through a positive function first.
/// </remarks>
[Cell]
public static class MinGru
{
    /// <summary>One step.</summary>
    /// <param name="x">The input: [input].</param>
    /// <param name="h">The output of the step before: [hidden].</param>
    /// <param name="Wz">Gate, of the input: [hidden, input].</param>
    /// <param name="bz">Gate, bias: [hidden].</param>
    /// <param name="Wn">Candidate, of the input: [hidden, input].</param>
    /// <param name="bn">Candidate, bias: [hidden].</param>
    /// <returns>The output after the step: [hidden].</returns>
    public static Vector Step(Vector x, Vector h, Matrix Wz, Vector bz, Matrix Wn, Vector bn)
    {
        Vector z = Sigmoid(Wz * x + bz);
        Vector n = Wn * x + bn;
        return (1 - z) * h + z * n;
    }
}
