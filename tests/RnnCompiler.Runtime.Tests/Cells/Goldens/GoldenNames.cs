namespace RnnCompiler.Runtime.Tests.Cells.Goldens;

/// <summary>Where in a file of golden vectors a weight of a cell stands.</summary>
/// <param name="Tensor">The tensor under its source's name.</param>
/// <param name="Part">Which of the equal parts into which its rows are cut, from 0.</param>
/// <param name="Parts">How many parts there are.</param>
/// <param name="Transposed">Whether the source keeps the matrix transposed; parts are those of the rows after turning it.</param>
/// <param name="Added">A second part that the source adds to the first, as ONNX adds two biases.</param>
internal readonly record struct GoldenPlace(string Tensor, int Part = 0, int Parts = 1, bool Transposed = false, int? Added = null);

/// <summary>Maps names of weights, which are those of the parameters of a cell's Step, to the tensors of ONNX, PyTorch and Haste.</summary>
internal static class GoldenNames
{
    /// <summary>The place of a weight.</summary>
    /// <param name="cell">The name of the cell's type.</param>
    /// <param name="weight">The weight, such as <c>Wi</c>, or <c>Wi_l1_reverse</c> of a further layer and the other direction.</param>
    public static GoldenPlace Find(string cell, string weight)
    {
        int end = weight.IndexOf('_', StringComparison.Ordinal);
        string name = end < 0 ? weight : weight[..end];
        string suffix = end < 0 ? "" : weight[end..];
        return cell switch
        {
            nameof(PeepholeLstm) or nameof(CoupledGateLstm) => Onnx(name),
            nameof(ProjectedLstm) => PyTorch(name, suffix.StartsWith("_l", StringComparison.Ordinal) ? suffix : "_l0" + suffix),
            nameof(LayerNormLstm) => Haste(name, "igfo"),
            nameof(LayerNormGru) => Haste(name, "zrn"),
            _ => throw new NotSupportedException($"Expected a cell with golden vectors, found {cell}."),
        };
    }

    private static GoldenPlace Onnx(string name)
    {
        int gate = Gate(name, "iofg");
        return name[0] switch
        {
            'W' => new("W", gate, 4),
            'U' => new("R", gate, 4),
            'P' => new("P", Gate(name, "iof"), 3),
            'b' => new("B", gate, 8, Added: 4 + gate),
            _ => throw Unknown(name),
        };
    }

    private static GoldenPlace PyTorch(string name, string suffix) => name == "Wr"
        ? new("weight_hr" + suffix)
        : new(name[..^1] switch { "W" => "weight_ih", "U" => "weight_hh", "bW" => "bias_ih", "bU" => "bias_hh", _ => throw Unknown(name) } + suffix, Gate(name, "ifgo"), 4);

    private static GoldenPlace Haste(string name, string gates)
    {
        if (name is "gc" or "bc")
            return new(name == "gc" ? "gamma_h" : "beta_h");
        int gate = Gate(name, gates);
        return name[..^1] switch
        {
            "W" => new("kernel", gate, gates.Length, Transposed: true),
            "U" => new("recurrent_kernel", gate, gates.Length, Transposed: true),
            "gW" => new("gamma", gate, 2 * gates.Length),
            "gU" => new("gamma", gates.Length + gate, 2 * gates.Length),
            "b" or "bW" => new("bias", gate, gates.Length),
            "bU" => new("recurrent_bias", gate, gates.Length),
            _ => throw Unknown(name),
        };
    }

    private static int Gate(string name, string gates)
    {
        int gate = gates.IndexOf(name[^1], StringComparison.Ordinal);
        return gate >= 0 ? gate : throw Unknown(name);
    }

    private static NotSupportedException Unknown(string name) => new($"Expected a weight of the cell, found {name}.");
}
