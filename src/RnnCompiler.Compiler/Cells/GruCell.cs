using RnnCompiler.Compiler.Ir;
using static RnnCompiler.Compiler.Ir.Expression;

namespace RnnCompiler.Compiler.Cells;

/// <summary>
/// The gated recurrent unit (Cho et al. 2014); gates in PyTorch's order r, z, n. The update is PyTorch's, z keeps the old state;
/// the paper's z is 1 − z here.
/// </summary>
/// <param name="inputSize">The length of x.</param>
/// <param name="hiddenSize">Units.</param>
/// <param name="resetAfter">Whether the reset gate applies after the recurrent product (PyTorch, cuDNN) or to h before it (the paper).</param>
public sealed class GruCell(int inputSize, int hiddenSize, bool resetAfter) : GatedCell(inputSize, hiddenSize, ["r", "z", "n"])
{
    /// <inheritdoc/>
    public override IReadOnlyList<CellState> States { get; } = [new("h", hiddenSize)];

    /// <summary>Reset gate r, update gate z, candidate n; h′ = (1 − z) ⊙ n + z ⊙ h.</summary>
    /// <inheritdoc/>
    public override IReadOnlyList<Expression> Step(Expression x, IReadOnlyList<Expression> states, IReadOnlyDictionary<string, Expression> w)
    {
        Expression h = states[0];
        Expression r = Sigmoid(w["W_ir"] * x + w["b_ir"] + w["W_hr"] * h + w["b_hr"]).Named("r");
        Expression z = Sigmoid(w["W_iz"] * x + w["b_iz"] + w["W_hz"] * h + w["b_hz"]).Named("z");
        Expression n = resetAfter
            ? Tanh(w["W_in"] * x + w["b_in"] + r * (w["W_hn"] * h + w["b_hn"])).Named("n")
            : Tanh(w["W_in"] * x + w["b_in"] + w["W_hn"] * (r * h) + w["b_hn"]).Named("n");
        return [((1 - z) * n + z * h).Named("h")];
    }
}
