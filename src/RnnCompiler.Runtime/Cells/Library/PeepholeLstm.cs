using RnnCompiler.Cells;
using static RnnCompiler.Cells.CellMath;

namespace RnnCompiler;

/// <summary>
/// LSTM whose gates also see the cell state, each unit its own: input and forget gate the old one, output gate the new one (Gers and Schmidhuber,
/// "Recurrent nets that time and count", IJCNN 2000). This is ONNX's LSTM with its input P.
/// </summary>
/// <remarks>
/// i = σ(Wi x + Ui h + Pi ⊙ c + bi), f = σ(Wf x + Uf h + Pf ⊙ c + bf), g = tanh(Wg x + Ug h + bg), c' = f ⊙ c + i ⊙ g,
/// o = σ(Wo x + Uo h + Po ⊙ c' + bo), h' = o ⊙ tanh(c').
/// ONNX orders the gates i o f g (g is its c) and P i o f, and adds two biases where there is one here.
/// </remarks>
[Cell]
public static class PeepholeLstm
{
    /// <summary>One step.</summary>
    /// <param name="x">The input: [input].</param>
    /// <param name="h">The output of the step before: [hidden].</param>
    /// <param name="c">The cell state: [hidden].</param>
    /// <param name="Wi">Input gate, of the input: [hidden, input].</param>
    /// <param name="Ui">Input gate, of the state: [hidden, hidden].</param>
    /// <param name="Pi">Input gate, of the cell state: [hidden].</param>
    /// <param name="bi">Input gate, bias: [hidden].</param>
    /// <param name="Wf">Forget gate, of the input: [hidden, input].</param>
    /// <param name="Uf">Forget gate, of the state: [hidden, hidden].</param>
    /// <param name="Pf">Forget gate, of the cell state: [hidden].</param>
    /// <param name="bf">Forget gate, bias: [hidden].</param>
    /// <param name="Wg">Candidate, of the input: [hidden, input].</param>
    /// <param name="Ug">Candidate, of the state: [hidden, hidden].</param>
    /// <param name="bg">Candidate, bias: [hidden].</param>
    /// <param name="Wo">Output gate, of the input: [hidden, input].</param>
    /// <param name="Uo">Output gate, of the state: [hidden, hidden].</param>
    /// <param name="Po">Output gate, of the new cell state: [hidden].</param>
    /// <param name="bo">Output gate, bias: [hidden].</param>
    /// <returns>Output and cell state after the step, each [hidden].</returns>
    public static (Vector h, Vector c) Step(
        Vector x, Vector h, Vector c,
        Matrix Wi, Matrix Ui, Vector Pi, Vector bi,
        Matrix Wf, Matrix Uf, Vector Pf, Vector bf,
        Matrix Wg, Matrix Ug, Vector bg,
        Matrix Wo, Matrix Uo, Vector Po, Vector bo)
    {
        Vector i = Sigmoid(Wi * x + Ui * h + Pi * c + bi);
        Vector f = Sigmoid(Wf * x + Uf * h + Pf * c + bf);
        Vector g = Tanh(Wg * x + Ug * h + bg);
        Vector next = f * c + i * g;
        Vector o = Sigmoid(Wo * x + Uo * h + Po * next + bo);
        return (o * Tanh(next), next);
    }
}
