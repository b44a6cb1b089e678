using RnnCompiler.Compiler.Ir;
using static RnnCompiler.Compiler.Ir.Expression;

namespace RnnCompiler.Compiler.Cells;

/// <summary>
/// Long short-term memory (Hochreiter and Schmidhuber 1997) with the forget gate of Gers, Schmidhuber and Cummins (2000);
/// gates in PyTorch's order i, f, g, o.
/// </summary>
/// <param name="inputSize">The length of x.</param>
/// <param name="hiddenSize">The number of units.</param>
/// <param name="useBias">Whether the pre-activation of each gate has its two biases.</param>
public sealed class LstmCell(int inputSize, int hiddenSize, bool useBias = true) : GatedCell(inputSize, hiddenSize, ["i", "f", "g", "o"], useBias)
{
    /// <inheritdoc/>
    public override IReadOnlyList<CellState> States { get; } = [new("h", hiddenSize), new("c", hiddenSize)];

    /// <summary>Input, forget and output gate i, f, o, candidate g; c′ = f ⊙ c + i ⊙ g; h′ = o ⊙ tanh c′.</summary>
    /// <inheritdoc/>
    public override StepValues Step(Expression x, IReadOnlyList<Expression> states, IReadOnlyDictionary<string, Expression> w)
    {
        Expression h = states[0];
        Expression c = states[1];
        Expression i = Sigmoid(Gate("i", x, h, w)).Named("i");
        Expression f = Sigmoid(Gate("f", x, h, w)).Named("f");
        Expression g = Tanh(Gate("g", x, h, w)).Named("g");
        Expression o = Sigmoid(Gate("o", x, h, w)).Named("o");
        Expression nextC = (f * c + i * g).Named("c");
        Expression nextH = (o * Tanh(nextC).Named("tanh_c")).Named("h");
        return StepValues.Of(nextH, nextC);
    }
}
