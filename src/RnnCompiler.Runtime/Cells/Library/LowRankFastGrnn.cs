using RnnCompiler.Cells;

namespace RnnCompiler;

/// <summary>
/// <see cref="FastGrnn"/> whose matrices are products of two thin ones (Kusupati et al., "FastGRNN: a fast, accurate, stable and tiny kilobyte sized gated
/// recurrent neural network", NeurIPS 2018).
/// </summary>
/// <remarks>
/// W = W1 W2 and U = U1 U2. Their ranks are given where the cell is used:
/// <c>[Recurrent(typeof(LowRankFastGrnn), 64, Dimensions = ["wRank=8", "uRank=12"])]</c>.
/// The equations and starts are those of <see cref="FastGrnn"/>. The authors' code keeps all four transposed.
/// </remarks>
[Cell]
public static class LowRankFastGrnn
{
    /// <summary>One step.</summary>
    /// <param name="x">The input: [input].</param>
    /// <param name="h">The output of the step before: [hidden].</param>
    /// <param name="W1">Of the input, left: [hidden, wRank].</param>
    /// <param name="W2">Of the input, right: [wRank, input].</param>
    /// <param name="U1">Of the state, left: [hidden, uRank].</param>
    /// <param name="U2">Of the state, right: [uRank, hidden].</param>
    /// <param name="bz">Gate, bias: [hidden].</param>
    /// <param name="bn">Candidate, bias: [hidden].</param>
    /// <param name="zeta">How far the candidate enters as the gate closes, before its sigmoid.</param>
    /// <param name="nu">How far it always enters, before its sigmoid.</param>
    /// <returns>The output after the step: [hidden].</returns>
    public static Vector Step(
        Vector x, Vector h,
        [Shape(Dimension.Hidden, "wRank")] Matrix W1, [Shape("wRank", Dimension.Input)] Matrix W2,
        [Shape(Dimension.Hidden, "uRank")] Matrix U1, [Shape("uRank", Dimension.Hidden)] Matrix U2,
        [Initialize(1)] Vector bz, [Initialize(1)] Vector bn,
        [Initialize(1)] Scalar zeta, [Initialize(-4)] Scalar nu) =>
        FastGrnn.Update(W1 * (W2 * x) + U1 * (U2 * h), h, bz, bn, zeta, nu);
}
