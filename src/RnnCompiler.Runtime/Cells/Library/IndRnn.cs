using RnnCompiler.Cells;
using static RnnCompiler.Cells.CellMath;

namespace RnnCompiler;

/// <summary>
/// Independently recurrent network: each unit sees, of the state, itself alone (Li et al., "Independently recurrent neural network (IndRNN): building a
/// longer and deeper RNN", CVPR 2018), with the hyperbolic tangent.
/// </summary>
/// <remarks>h' = tanh(W x + u ⊙ h + b). Recurrent weights start from U(−1, 1), as in Haste: some units forget at once, some remember for long.</remarks>
[Cell]
public static class IndRnn
{
    /// <summary>One step.</summary>
    /// <param name="x">The input: [input].</param>
    /// <param name="h">The output of the step before: [hidden].</param>
    /// <param name="W">Of the input: [hidden, input].</param>
    /// <param name="u">Of the state, one for each unit: [hidden].</param>
    /// <param name="b">Bias: [hidden].</param>
    /// <returns>The output after the step: [hidden].</returns>
    public static Vector Step(Vector x, Vector h, Matrix W, [Initialize(Initializer.Uniform, 1)] Vector u, Vector b) => Tanh(W * x + u * h + b);
}
