using RnnCompiler.Cells;
using static RnnCompiler.Cells.CellMath;

namespace RnnCompiler;

/// <summary>
/// GRU, reset after the product, with layer normalisation of what comes from the input and of what comes from the state (Ba, Kiros and Hinton, "Layer
/// normalization", 2016, arXiv:1607.06450), as Haste defines it.
/// </summary>
/// <remarks>
/// LN(v) = (v − mean) / √(variance + 10⁻⁵), for Wx and for Uh over all 3 · hidden elements of the two gates and the candidate together.
/// r = σ(gWr ⊙ LN(Wx)ʳ + bWr + gUr ⊙ LN(Uh)ʳ + bUr), likewise z, n = tanh(gWn ⊙ LN(Wx)ⁿ + bWn + r ⊙ (gUn ⊙ LN(Uh)ⁿ + bUn)),
/// h' = (1 − z) ⊙ n + z ⊙ h. Gains start at 1.
/// Haste orders the gates z r n (n is its h); its gamma[0] is gW, gamma[1] is gU, bias is bW, recurrent_bias is bU.
/// </remarks>
[Cell]
public static class LayerNormGru
{
    /// <summary>One step.</summary>
    /// <param name="x">The input: [input].</param>
    /// <param name="h">The output of the step before: [hidden].</param>
    /// <param name="Wr">Reset gate, of the input: [hidden, input].</param>
    /// <param name="gWr">Reset gate, gain of the input's product: [hidden].</param>
    /// <param name="bWr">Reset gate, bias of the input's product: [hidden].</param>
    /// <param name="Ur">Reset gate, of the state: [hidden, hidden].</param>
    /// <param name="gUr">Reset gate, gain of the state's product: [hidden].</param>
    /// <param name="bUr">Reset gate, bias of the state's product: [hidden].</param>
    /// <param name="Wz">Update gate, of the input: [hidden, input].</param>
    /// <param name="gWz">Update gate, gain of the input's product: [hidden].</param>
    /// <param name="bWz">Update gate, bias of the input's product: [hidden].</param>
    /// <param name="Uz">Update gate, of the state: [hidden, hidden].</param>
    /// <param name="gUz">Update gate, gain of the state's product: [hidden].</param>
    /// <param name="bUz">Update gate, bias of the state's product: [hidden].</param>
    /// <param name="Wn">Candidate, of the input: [hidden, input].</param>
    /// <param name="gWn">Candidate, gain of the input's product: [hidden].</param>
    /// <param name="bWn">Candidate, bias of the input's product: [hidden].</param>
    /// <param name="Un">Candidate, of the state: [hidden, hidden].</param>
    /// <param name="gUn">Candidate, gain of the state's product: [hidden].</param>
    /// <param name="bUn">Candidate, bias of the state's product, inside of the reset: [hidden].</param>
    /// <returns>The output after the step: [hidden].</returns>
    public static Vector Step(
        Vector x, Vector h,
        Matrix Wr, [Initialize(1)] Vector gWr, Vector bWr, Matrix Ur, [Initialize(1)] Vector gUr, Vector bUr,
        Matrix Wz, [Initialize(1)] Vector gWz, Vector bWz, Matrix Uz, [Initialize(1)] Vector gUz, Vector bUz,
        Matrix Wn, [Initialize(1)] Vector gWn, Vector bWn, Matrix Un, [Initialize(1)] Vector gUn, Vector bUn)
    {
        (Vector wr, Vector wz, Vector wn) = LayerNormalization.Normalize(Wr * x, Wz * x, Wn * x);
        (Vector ur, Vector uz, Vector un) = LayerNormalization.Normalize(Ur * h, Uz * h, Un * h);
        Vector r = Sigmoid(gWr * wr + bWr + gUr * ur + bUr);
        Vector z = Sigmoid(gWz * wz + bWz + gUz * uz + bUz);
        Vector n = Tanh(gWn * wn + bWn + r * (gUn * un + bUn));
        return (1 - z) * n + z * h;
    }
}
