using RnnCompiler.Compiler.Ir;
using static RnnCompiler.Compiler.Ir.Expression;

namespace RnnCompiler.Compiler.Cells;

/// <summary>The vanilla recurrent cell (Elman, "Finding structure in time", 1990), biased as in PyTorch.</summary>
/// <param name="inputSize">The length of x.</param>
/// <param name="hiddenSize">The number of units.</param>
/// <param name="rectified">Whether the activation is max(0, ·) instead of tanh.</param>
/// <param name="useBias">Whether b_ih and b_hh are added.</param>
public sealed class ElmanCell(int inputSize, int hiddenSize, bool rectified, bool useBias = true) : GatedCell(inputSize, hiddenSize, ["h"], useBias)
{
    /// <inheritdoc/>
    public override IReadOnlyList<CellState> States { get; } = [new("h", hiddenSize)];

    /// <summary>h′ = act(W_ih x + b_ih + W_hh h + b_hh).</summary>
    /// <inheritdoc/>
    public override StepValues Step(Expression x, IReadOnlyList<Expression> states, IReadOnlyDictionary<string, Expression> w)
    {
        Expression h = states[0];
        Expression a = Gate("h", x, h, w).Named("a");
        return StepValues.Of((rectified ? Relu(a) : Tanh(a)).Named("h"));
    }
}
