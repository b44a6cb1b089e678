using RnnCompiler.Cells;
using static RnnCompiler.Cells.CellMath;

namespace RnnCompiler;

/// <summary>
/// LSTM that forgets exactly as much as it takes in: the forget gate is one minus the input gate (CIFG in Greff et al., "LSTM: a search space odyssey",
/// IEEE Transactions on Neural Networks and Learning Systems 28, 2017). This is ONNX's LSTM with input_forget = 1.
/// </summary>
/// <remarks>
/// i = σ(Wi x + Ui h + bi), g = tanh(Wg x + Ug h + bg), o = σ(Wo x + Uo h + bo), c' = (1 − i) ⊙ c + i ⊙ g, h' = o ⊙ tanh(c').
/// </remarks>
[Cell]
public static class CoupledGateLstm
{
    /// <summary>One step.</summary>
    /// <param name="x">The input: [input].</param>
    /// <param name="h">The output of the step before: [hidden].</param>
    /// <param name="c">The cell state: [hidden].</param>
    /// <param name="Wi">Input gate, of the input: [hidden, input].</param>
    /// <param name="Ui">Input gate, of the state: [hidden, hidden].</param>
    /// <param name="bi">Input gate, bias: [hidden].</param>
    /// <param name="Wg">Candidate, of the input: [hidden, input].</param>
    /// <param name="Ug">Candidate, of the state: [hidden, hidden].</param>
    /// <param name="bg">Candidate, bias: [hidden].</param>
    /// <param name="Wo">Output gate, of the input: [hidden, input].</param>
    /// <param name="Uo">Output gate, of the state: [hidden, hidden].</param>
    /// <param name="bo">Output gate, bias: [hidden].</param>
    /// <returns>Output and cell state after the step, each [hidden].</returns>
    public static (Vector h, Vector c) Step(
        Vector x, Vector h, Vector c,
        Matrix Wi, Matrix Ui, Vector bi,
        Matrix Wg, Matrix Ug, Vector bg,
        Matrix Wo, Matrix Uo, Vector bo)
    {
        Vector i = Sigmoid(Wi * x + Ui * h + bi);
        Vector g = Tanh(Wg * x + Ug * h + bg);
        Vector o = Sigmoid(Wo * x + Uo * h + bo);
        Vector next = (1 - i) * c + i * g;
        return (o * Tanh(next), next);
    }
}
