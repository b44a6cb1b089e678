using RnnCompiler.Compiler.Ir;

namespace RnnCompiler.Compiler.Cells;

/// <summary>
/// What PyTorch's cells share: each gate g has W_ig, b_ig for the input and W_hg, b_hg for the recurrence, and the canonical
/// tensors stack the gates in a fixed order. All of them start from U(−1/√H, 1/√H), as torch.nn.RNNBase does.
/// </summary>
public abstract class GatedCell : Cell
{
    private protected GatedCell(int inputSize, int hiddenSize, IReadOnlyList<string> gates)
        : base(inputSize, hiddenSize)
    {
        double bound = 1 / Math.Sqrt(hiddenSize);
        (string Tensor, string Prefix, TensorType Type)[] groups =
        [
            ("weight_ih", "W_i", TensorType.Matrix(hiddenSize, inputSize)),
            ("weight_hh", "W_h", TensorType.Matrix(hiddenSize, hiddenSize)),
            ("bias_ih", "b_i", TensorType.Vector(hiddenSize)),
            ("bias_hh", "b_h", TensorType.Vector(hiddenSize)),
        ];

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
}
