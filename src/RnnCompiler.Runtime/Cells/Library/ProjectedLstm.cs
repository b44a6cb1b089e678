using RnnCompiler.Cells;
using static RnnCompiler.Cells.CellMath;

namespace RnnCompiler;

/// <summary>
/// LSTM whose output is a projection of what its units give, so that recurrent matrices have fewer columns than rows (Sak, Senior and Beaufays, "Long
/// short-term memory recurrent neural network architectures for large scale acoustic modeling", Interspeech 2014). This is PyTorch's LSTM with proj_size.
/// </summary>
/// <remarks>
/// i = σ(Wi x + bWi + Ui h + bUi), likewise f and o, g = tanh(Wg x + bWg + Ug h + bUg), c' = f ⊙ c + i ⊙ g, h' = Wr (o ⊙ tanh(c')).
/// The length of the output is given where the cell is used: <c>[Recurrent(typeof(ProjectedLstm), 64, Dimensions = ["projection=16"])]</c>.
/// Gates stand in PyTorch's order; row block k of weight_ih, bias_ih, weight_hh, bias_hh is W, bW, U, bU of the k-th gate, and weight_hr is Wr.
/// </remarks>
[Cell]
public static class ProjectedLstm
{
    /// <summary>One step.</summary>
    /// <param name="x">The input: [input].</param>
    /// <param name="h">The output of the step before: [projection].</param>
    /// <param name="c">The cell state: [hidden].</param>
    /// <param name="Wi">Input gate, of the input: [hidden, input].</param>
    /// <param name="bWi">Input gate, bias of the input's product: [hidden].</param>
    /// <param name="Ui">Input gate, of the state: [hidden, projection].</param>
    /// <param name="bUi">Input gate, bias of the state's product: [hidden].</param>
    /// <param name="Wf">Forget gate, of the input: [hidden, input].</param>
    /// <param name="bWf">Forget gate, bias of the input's product: [hidden].</param>
    /// <param name="Uf">Forget gate, of the state: [hidden, projection].</param>
    /// <param name="bUf">Forget gate, bias of the state's product: [hidden].</param>
    /// <param name="Wg">Candidate, of the input: [hidden, input].</param>
    /// <param name="bWg">Candidate, bias of the input's product: [hidden].</param>
    /// <param name="Ug">Candidate, of the state: [hidden, projection].</param>
    /// <param name="bUg">Candidate, bias of the state's product: [hidden].</param>
    /// <param name="Wo">Output gate, of the input: [hidden, input].</param>
    /// <param name="bWo">Output gate, bias of the input's product: [hidden].</param>
    /// <param name="Uo">Output gate, of the state: [hidden, projection].</param>
    /// <param name="bUo">Output gate, bias of the state's product: [hidden].</param>
    /// <param name="Wr">The projection: [projection, hidden].</param>
    /// <returns>Output [projection] and cell state [hidden] after the step.</returns>
    public static (Vector h, Vector c) Step(
        Vector x, [Shape("projection")] Vector h, [Shape(Dimension.Hidden)] Vector c,
        Matrix Wi, Vector bWi, Matrix Ui, Vector bUi,
        Matrix Wf, Vector bWf, Matrix Uf, Vector bUf,
        Matrix Wg, Vector bWg, Matrix Ug, Vector bUg,
        Matrix Wo, Vector bWo, Matrix Uo, Vector bUo,
        Matrix Wr)
    {
        Vector i = Sigmoid(Wi * x + bWi + Ui * h + bUi);
        Vector f = Sigmoid(Wf * x + bWf + Uf * h + bUf);
        Vector g = Tanh(Wg * x + bWg + Ug * h + bUg);
        Vector o = Sigmoid(Wo * x + bWo + Uo * h + bUo);
        Vector next = f * c + i * g;
        return (Wr * (o * Tanh(next)), next);
    }
}
