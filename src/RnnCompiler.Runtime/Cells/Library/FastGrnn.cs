using RnnCompiler.Cells;
using static RnnCompiler.Cells.CellMath;

namespace RnnCompiler;

/// <summary>
/// One product with the input and one with the state serve both gate and candidate (Kusupati et al., "FastGRNN: a fast, accurate, stable and tiny kilobyte
/// sized gated recurrent neural network", NeurIPS 2018).
/// </summary>
/// <remarks>
/// a = W x + U h, z = σ(a + bz), n = tanh(a + bn), h' = (σ(ζ) (1 − z) + σ(ν)) ⊙ n + z ⊙ h. The paper's ζ and ν lie between 0 and 1;
/// here, as in the authors' code, they are sigmoids of what is learned. Starts are that code's: ζ at 1, ν at −4, biases at 1.
/// </remarks>
[Cell]
public static class FastGrnn
{
    /// <summary>One step.</summary>
    /// <param name="x">The input: [input].</param>
    /// <param name="h">The output of the step before: [hidden].</param>
    /// <param name="W">Of the input: [hidden, input].</param>
    /// <param name="U">Of the state: [hidden, hidden].</param>
    /// <param name="bz">Gate, bias: [hidden].</param>
    /// <param name="bn">Candidate, bias: [hidden].</param>
    /// <param name="zeta">How far the candidate enters as the gate closes, before its sigmoid.</param>
    /// <param name="nu">How far it always enters, before its sigmoid.</param>
    /// <returns>The output after the step: [hidden].</returns>
    public static Vector Step(
        Vector x, Vector h,
        Matrix W, Matrix U,
        [Initialize(1)] Vector bz, [Initialize(1)] Vector bn,
        [Initialize(1)] Scalar zeta, [Initialize(-4)] Scalar nu) =>
        Update(W * x + U * h, h, bz, bn, zeta, nu);

    /// <summary>What follows the products.</summary>
    internal static Vector Update(Vector a, Vector h, Vector bz, Vector bn, Scalar zeta, Scalar nu)
    {
        Vector z = Sigmoid(a + bz);
        Vector n = Tanh(a + bn);
        return (Sigmoid(zeta) * (1 - z) + Sigmoid(nu)) * n + z * h;
    }
}
