using RnnCompiler.Cells;
using static RnnCompiler.Cells.CellMath;

namespace RnnCompiler;

/// <summary>
/// One gate that both forgets and resets (Zhou, Wu, Zhang and Zhou, "Minimal gated unit for recurrent neural networks", International Journal of Automation
/// and Computing 13, 2016, arXiv:1603.09420).
/// </summary>
/// <remarks>f = σ(Wf x + Uf h + bf), n = tanh(Wn x + Un (f ⊙ h) + bn), h' = (1 − f) ⊙ h + f ⊙ n.</remarks>
[Cell]
public static class MinimalGatedUnit
{
    /// <summary>One step.</summary>
    /// <param name="x">The input: [input].</param>
    /// <param name="h">The output of the step before: [hidden].</param>
    /// <param name="Wf">Gate, of the input: [hidden, input].</param>
    /// <param name="Uf">Gate, of the state: [hidden, hidden].</param>
    /// <param name="bf">Gate, bias: [hidden].</param>
    /// <param name="Wn">Candidate, of the input: [hidden, input].</param>
    /// <param name="Un">Candidate, of the state: [hidden, hidden].</param>
    /// <param name="bn">Candidate, bias: [hidden].</param>
    /// <returns>The output after the step: [hidden].</returns>
    public static Vector Step(Vector x, Vector h, Matrix Wf, Matrix Uf, Vector bf, Matrix Wn, Matrix Un, Vector bn)
    {
        Vector f = Sigmoid(Wf * x + Uf * h + bf);
        Vector n = Tanh(Wn * x + Un * (f * h) + bn);
        return (1 - f) * h + f * n;
    }
}
