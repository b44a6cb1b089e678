using RnnCompiler.Cells;
using static RnnCompiler.Cells.CellMath;

namespace RnnCompiler;

/// <summary>
/// Independently recurrent network with the rectifier, as its authors recommend for long sequences: each unit sees, of the state, itself alone (Li et al.,
/// "Independently recurrent neural network (IndRNN): building a longer and deeper RNN", CVPR 2018).
/// </summary>
/// <remarks>
/// h' = max(0, W x + u ⊙ h + b). Recurrent weights start from U(−1, 1); a state can grow without bound where training takes its weight to 1 or beyond.
/// </remarks>
[Cell]
public static class IndRnnRelu
{
    /// <summary>One step.</summary>
    /// <param name="x">The input: [input].</param>
    /// <param name="h">The output of the step before: [hidden].</param>
    /// <param name="W">Of the input: [hidden, input].</param>
    /// <param name="u">Of the state, one for each unit: [hidden].</param>
    /// <param name="b">Bias: [hidden].</param>
    /// <returns>The output after the step: [hidden].</returns>
    public static Vector Step(Vector x, Vector h, Matrix W, [Initialize(Initializer.Uniform, 1)] Vector u, Vector b) => Relu(W * x + u * h + b);
}
