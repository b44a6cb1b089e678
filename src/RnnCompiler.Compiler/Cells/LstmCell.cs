using RnnCompiler.Compiler.Ir;
using static RnnCompiler.Compiler.Ir.Expression;

namespace RnnCompiler.Compiler.Cells;

/// <summary>
/// Long short-term memory (Hochreiter and Schmidhuber 1997) with the forget gate of Gers, Schmidhuber and Cummins (2000);
/// gates in PyTorch's order i, f, g, o.
/// </summary>
/// <param name="inputSize">The length of x.</param>
/// <param name="hiddenSize">Units.</param>
public sealed class LstmCell(int inputSize, int hiddenSize) : GatedCell(inputSize, hiddenSize, ["i", "f", "g", "o"])
{
    /// <inheritdoc/>
    public override IReadOnlyList<CellState> States { get; } = [new("h", hiddenSize), new("c", hiddenSize)];

    /// <summary>Input, forget and output gate i, f, o, candidate g; c′ = f ⊙ c + i ⊙ g; h′ = o ⊙ tanh c′.</summary>
    /// <inheritdoc/>
    public override IReadOnlyList<Expression> Step(Expression x, IReadOnlyList<Expression> states, IReadOnlyDictionary<string, Expression> w)
    {
        Expression h = states[0];
        Expression c = states[1];
        Expression i = Sigmoid(w["W_ii"] * x + w["b_ii"] + w["W_hi"] * h + w["b_hi"]).Named("i");
        Expression f = Sigmoid(w["W_if"] * x + w["b_if"] + w["W_hf"] * h + w["b_hf"]).Named("f");
        Expression g = Tanh(w["W_ig"] * x + w["b_ig"] + w["W_hg"] * h + w["b_hg"]).Named("g");
        Expression o = Sigmoid(w["W_io"] * x + w["b_io"] + w["W_ho"] * h + w["b_ho"]).Named("o");
        Expression nextC = (f * c + i * g).Named("c");
        Expression nextH = (o * Tanh(nextC).Named("tanh_c")).Named("h");
        return [nextH, nextC];
    }
}
