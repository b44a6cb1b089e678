using RnnCompiler.Compiler.Ir;
using static RnnCompiler.Compiler.Ir.Expression;

namespace RnnCompiler.Compiler.Cells;

/// <summary>
/// The gated recurrent unit (Cho et al. 2014); gates in PyTorch's order r, z, n. As in the paper and in PyTorch, z keeps the old state;
/// in Chung et al. 2014 it is 1 − z.
/// </summary>
/// <param name="inputSize">The length of x.</param>
/// <param name="hiddenSize">The number of units.</param>
/// <param name="resetAfter">Whether the reset gate applies after the recurrent product (PyTorch, cuDNN) or to h before it (the paper).</param>
/// <param name="useBias">Whether the pre-activation of each gate has its two biases.</param>
public sealed class GruCell(int inputSize, int hiddenSize, bool resetAfter, bool useBias = true) : GatedCell(inputSize, hiddenSize, ["r", "z", "n"], useBias)
{
    /// <inheritdoc/>
    public override IReadOnlyList<CellState> States { get; } = [new("h", hiddenSize)];

    /// <summary>Reset gate r, update gate z, candidate n; h′ = (1 − z) ⊙ n + z ⊙ h.</summary>
    /// <inheritdoc/>
    public override StepValues Step(Expression x, IReadOnlyList<Expression> states, IReadOnlyDictionary<string, Expression> w)
    {
        Expression h = states[0];
        Expression r = Sigmoid(Gate("r", x, h, w)).Named("r");
        Expression z = Sigmoid(Gate("z", x, h, w)).Named("z");
        Expression n = resetAfter
            ? Tanh(InputProduct("n", x, w) + r * RecurrentProduct("n", h, w)).Named("n")
            : Tanh(Biased(InputProduct("n", x, w) + w["W_hn"] * (r * h), "b_hn", w)).Named("n");
        return StepValues.Of(((1 - z) * n + z * h).Named("h"));
    }
}
