using RnnCompiler.Cells;
using static RnnCompiler.Cells.CellMath;

namespace RnnCompiler;

/// <summary>
/// LSTM with layer normalisation of what comes from the input, of what comes from the state, and of the cell state where it leaves (Ba, Kiros and Hinton,
/// "Layer normalization", 2016, arXiv:1607.06450), as Haste defines it.
/// </summary>
/// <remarks>
/// LN(v) = (v − mean) / √(variance + 10⁻⁵), for Wx and for Uh over all 4 · hidden elements of the four gates together.
/// i = σ(gWi ⊙ LN(Wx)ᵢ + gUi ⊙ LN(Uh)ᵢ + bi), likewise f and o, g = tanh(gWg ⊙ LN(Wx)ᵍ + gUg ⊙ LN(Uh)ᵍ + bg), c' = f ⊙ c + i ⊙ g,
/// h' = o ⊙ tanh(gc ⊙ LN(c') + bc). The cell state itself is carried as it is. Gains start at 1 and bc at 0.
/// Haste orders the gates i g f o; its gamma[0] is gW, gamma[1] is gU, gamma_h is gc, beta_h is bc.
/// </remarks>
[Cell]
public static class LayerNormLstm
{
    /// <summary>One step.</summary>
    /// <param name="x">The input: [input].</param>
    /// <param name="h">The output of the step before: [hidden].</param>
    /// <param name="c">The cell state: [hidden].</param>
    /// <param name="Wi">Input gate, of the input: [hidden, input].</param>
    /// <param name="gWi">Input gate, gain of the input's product: [hidden].</param>
    /// <param name="Ui">Input gate, of the state: [hidden, hidden].</param>
    /// <param name="gUi">Input gate, gain of the state's product: [hidden].</param>
    /// <param name="bi">Input gate, bias: [hidden].</param>
    /// <param name="Wf">Forget gate, of the input: [hidden, input].</param>
    /// <param name="gWf">Forget gate, gain of the input's product: [hidden].</param>
    /// <param name="Uf">Forget gate, of the state: [hidden, hidden].</param>
    /// <param name="gUf">Forget gate, gain of the state's product: [hidden].</param>
    /// <param name="bf">Forget gate, bias: [hidden].</param>
    /// <param name="Wg">Candidate, of the input: [hidden, input].</param>
    /// <param name="gWg">Candidate, gain of the input's product: [hidden].</param>
    /// <param name="Ug">Candidate, of the state: [hidden, hidden].</param>
    /// <param name="gUg">Candidate, gain of the state's product: [hidden].</param>
    /// <param name="bg">Candidate, bias: [hidden].</param>
    /// <param name="Wo">Output gate, of the input: [hidden, input].</param>
    /// <param name="gWo">Output gate, gain of the input's product: [hidden].</param>
    /// <param name="Uo">Output gate, of the state: [hidden, hidden].</param>
    /// <param name="gUo">Output gate, gain of the state's product: [hidden].</param>
    /// <param name="bo">Output gate, bias: [hidden].</param>
    /// <param name="gc">Gain of the normalised cell state: [hidden].</param>
    /// <param name="bc">Bias of the normalised cell state: [hidden].</param>
    /// <returns>Output and cell state after the step, each [hidden].</returns>
    public static (Vector h, Vector c) Step(
        Vector x, Vector h, Vector c,
        Matrix Wi, [Initialize(1)] Vector gWi, Matrix Ui, [Initialize(1)] Vector gUi, Vector bi,
        Matrix Wf, [Initialize(1)] Vector gWf, Matrix Uf, [Initialize(1)] Vector gUf, Vector bf,
        Matrix Wg, [Initialize(1)] Vector gWg, Matrix Ug, [Initialize(1)] Vector gUg, Vector bg,
        Matrix Wo, [Initialize(1)] Vector gWo, Matrix Uo, [Initialize(1)] Vector gUo, Vector bo,
        [Initialize(1)] Vector gc, [Initialize(Initializer.Constant, 0)] Vector bc)
    {
        (Vector wi, Vector wf, Vector wg, Vector wo) = LayerNormalization.Normalize(Wi * x, Wf * x, Wg * x, Wo * x);
        (Vector ui, Vector uf, Vector ug, Vector uo) = LayerNormalization.Normalize(Ui * h, Uf * h, Ug * h, Uo * h);
        Vector i = Sigmoid(gWi * wi + gUi * ui + bi);
        Vector f = Sigmoid(gWf * wf + gUf * uf + bf);
        Vector g = Tanh(gWg * wg + gUg * ug + bg);
        Vector o = Sigmoid(gWo * wo + gUo * uo + bo);
        Vector next = f * c + i * g;
        return (o * Tanh(gc * LayerNormalization.Normalize(next) + bc), next);
    }
}
