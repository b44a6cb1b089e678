using RnnCompiler.Compiler.Ir;

namespace RnnCompiler.Compiler.Cells;

/// <summary>
/// Base of the cells that PyTorch has. Each gate g has W_ig, b_ig for the input and W_hg, b_hg for the recurrence; the canonical tensors stack the
/// gates in a fixed order. All are initialised from U(−1/√H, 1/√H), as in torch.nn.RNNBase. Without biases, b_ig and b_hg are omitted.
/// </summary>
public abstract class GatedCell : Cell
{
    private readonly bool _useBias;

    private protected GatedCell(int inputSize, int hiddenSize, IReadOnlyList<string> gates, bool useBias)
        : base(inputSize, hiddenSize)
    {
        _useBias = useBias;
        double bound = 1 / Math.Sqrt(hiddenSize);
        (string Tensor, string Prefix, TensorType Type)[] groups =
        [
            ("weight_ih", "W_i", TensorType.Matrix(hiddenSize, inputSize)),
            ("weight_hh", "W_h", TensorType.Matrix(hiddenSize, hiddenSize)),
        ];
        if (useBias)
            groups = [.. groups, ("bias_ih", "b_i", TensorType.Vector(hiddenSize)), ("bias_hh", "b_h", TensorType.Vector(hiddenSize))];

        int rows = gates.Count * hiddenSize;
        Weights = [.. groups.SelectMany(group => gates.Select(gate => new CellWeight(group.Prefix + gate, group.Type)))];
        Tensors =
        [
            .. groups.Select(group => new CellTensor(
                group.Tensor,
                group.Type.IsMatrix ? [rows, group.Type.Columns] : [rows],
                [.. gates.Select(gate => group.Prefix + gate)],
                Initialization.Uniform,
                bound)),
        ];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<CellWeight> Weights { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<CellTensor> Tensors { get; }

    /// <summary>Returns the pre-activation of a gate g: W_ig x + b_ig + W_hg h + b_hg.</summary>
    private protected Expression Gate(string gate, Expression x, Expression h, IReadOnlyDictionary<string, Expression> w) =>
        Biased(InputProduct(gate, x, w) + w["W_h" + gate] * h, "b_h" + gate, w);

    /// <summary>Returns the input part of a pre-activation: W_ig x + b_ig.</summary>
    private protected Expression InputProduct(string gate, Expression x, IReadOnlyDictionary<string, Expression> w) =>
        Biased(w["W_i" + gate] * x, "b_i" + gate, w);

    /// <summary>Returns the recurrent part of a pre-activation: W_hg h + b_hg.</summary>
    private protected Expression RecurrentProduct(string gate, Expression h, IReadOnlyDictionary<string, Expression> w) =>
        Biased(w["W_h" + gate] * h, "b_h" + gate, w);

    /// <summary>Returns a sum with a bias added, if the cell has biases.</summary>
    private protected Expression Biased(Expression sum, string bias, IReadOnlyDictionary<string, Expression> w) =>
        _useBias ? sum + w[bias] : sum;
}
