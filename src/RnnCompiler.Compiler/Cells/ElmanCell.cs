using RnnCompiler.Compiler.Ir;
using static RnnCompiler.Compiler.Ir.Expression;

namespace RnnCompiler.Compiler.Cells;

/// <summary>The vanilla recurrent cell (Elman, "Finding structure in time", 1990), biased as in PyTorch.</summary>
/// <param name="inputSize">The length of x.</param>
/// <param name="hiddenSize">Units.</param>
/// <param name="rectified">Whether the activation is max(0, ·) instead of tanh.</param>
public sealed class ElmanCell(int inputSize, int hiddenSize, bool rectified) : GatedCell(inputSize, hiddenSize, ["h"])
{
    /// <inheritdoc/>
    public override IReadOnlyList<CellState> States { get; } = [new("h", hiddenSize)];

    /// <summary>h′ = act(W_ih x + b_ih + W_hh h + b_hh).</summary>
    /// <inheritdoc/>
    public override IReadOnlyList<Expression> Step(Expression x, IReadOnlyList<Expression> states, IReadOnlyDictionary<string, Expression> w)
    {
        Expression h = states[0];
        Expression a = (w["W_ih"] * x + w["b_ih"] + w["W_hh"] * h + w["b_hh"]).Named("a");
        return [(rectified ? Relu(a) : Tanh(a)).Named("h")];
    }
}
