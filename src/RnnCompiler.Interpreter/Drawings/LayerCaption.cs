using System.Globalization;
using RnnCompiler.Compiler.Declarations;

namespace RnnCompiler.Interpreter.Drawings;

/// <summary>Returns what a drawing says about a layer below its name: its kind, sizes and activation.</summary>
internal static class LayerCaption
{
    /// <summary>Returns the lines for a layer.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="operands">The names of what it reads.</param>
    public static IReadOnlyList<string> Of(LayerDeclaration layer, IReadOnlyList<string> operands) => layer switch
    {
        RecurrentDeclaration recurrent => [Joined(Cell(recurrent.Cell), Count(recurrent.HiddenSize, "unit")), .. Options(recurrent)],
        DenseDeclaration dense => [Joined("dense", Count(dense.Units, "unit"), Name(dense.Activation))],
        EmbeddingDeclaration embedding => [Invariant($"embedding · {embedding.Vocabulary} × {embedding.Dimension}")],
        ConvolutionDeclaration conv =>
        [
            Joined("convolution", Count(conv.Channels, "channel")),
            Joined(Count(conv.Kernel, "tap"), conv.Dilation == 1 ? null : Invariant($"dilation {conv.Dilation}"), Name(conv.Activation)),
        ],
        LayerNormalizationDeclaration => ["layer normalisation"],
        BatchNormalizationDeclaration => ["batch normalisation"],
        DropoutDeclaration dropout => [Invariant($"dropout {dropout.Rate}")],
        TimeReductionDeclaration reduction => [Reduction(reduction.Kind)],
        FeatureReductionDeclaration reduction => [reduction.Kind.ToString().ToLowerInvariant() + " of features"],
        RepeatDeclaration => ["repeated at each step"],
        ReverseDeclaration => ["steps in reverse order"],
        AttentionDeclaration => [Invariant($"{operands[0]} over the steps of {operands[1]}")],
        DelayDeclaration delay => [Count(delay.Steps, "step") + " before"],
        SliceDeclaration slice => [Invariant($"features {slice.Start} to {slice.Start + slice.Length - 1}")],
        ConcatDeclaration => ["features side by side"],
        ElementwiseDeclaration operation => [Formula(operation, operands)],
        InputDeclaration { Kind: InputKind.Tokens } tokens => [TokenIds(tokens.Size)],
        _ => [],
    };

    /// <summary>Returns what token ids are called.</summary>
    public static string TokenIds(int vocabulary) => Invariant($"token ids below {vocabulary}");

    /// <summary>Returns the group of a layer, which has one colour.</summary>
    public static BoxStyle Style(LayerDeclaration layer) => layer switch
    {
        RecurrentDeclaration => BoxStyle.Recurrent,
        DenseDeclaration or EmbeddingDeclaration or ConvolutionDeclaration or LayerNormalizationDeclaration or BatchNormalizationDeclaration => BoxStyle.Parameters,
        TimeReductionDeclaration => BoxStyle.Reduction,
        _ => BoxStyle.Operation,
    };

    /// <summary>Returns what a cell is called.</summary>
    public static string Cell(CellDeclaration cell) => cell switch
    {
        ElmanDeclaration elman => "RNN, " + Name(elman.Activation),
        LstmDeclaration => "LSTM",
        GruDeclaration gru => gru.ResetAfter ? "GRU" : "GRU, reset before",
        CustomDeclaration custom => custom.Program.Name,
        _ => cell.GetType().Name,
    };

    /// <summary>Returns what the merging of two directions is called.</summary>
    public static string Name(Merge merge) => merge switch
    {
        Merge.Sum => "sum",
        Merge.Multiply => "product",
        Merge.Average => "mean",
        _ => "concat",
    };

    private static IEnumerable<string> Options(RecurrentDeclaration layer)
    {
        if (layer.Layers > 1 || layer.Bidirectional)
            yield return Joined(layer.Layers > 1 ? Count(layer.Layers, "level") : null, layer.Bidirectional ? $"both directions, {Name(layer.Merge)}" : null);
        string noise = Joined(Rate("dropout", layer.Dropout), Rate("recurrent dropout", layer.RecurrentDropout), Rate("zoneout", layer.Zoneout));
        if (noise.Length > 0)
            yield return noise;
        if (layer.LearnInitialState)
            yield return "learned initial state";
    }

    private static string Formula(ElementwiseDeclaration operation, IReadOnlyList<string> operands)
    {
        string a = operation.Left is { } left ? Invariant($"{left}") : operands[0];
        string b = operation.Right is { } right ? Invariant($"{right}") : operands[^1];
        return operation.Kind switch
        {
            ElementwiseOperation.Add => $"{a} + {b}",
            ElementwiseOperation.Subtract => $"{a} − {b}",
            ElementwiseOperation.Multiply => $"{a} · {b}",
            ElementwiseOperation.Divide => $"{a} / {b}",
            ElementwiseOperation.Max => $"max({a}, {b})",
            ElementwiseOperation.Min => $"min({a}, {b})",
            ElementwiseOperation.Abs => $"|{a}|",
            ElementwiseOperation.Square => $"{a}²",
            _ => $"{operation.Kind.ToString().ToLowerInvariant()}({a})",
        };
    }

    private static string Reduction(TimeReduction kind) => kind switch
    {
        TimeReduction.LastStep => "last step",
        TimeReduction.BothEnds => "last step of each direction",
        TimeReduction.Sum => "sum over time",
        TimeReduction.Mean => "mean over time",
        _ => "maximum over time",
    };

    private static string? Name(Activation activation) => activation == Activation.None ? null : activation.ToString().ToLowerInvariant();

    private static string? Rate(string name, double rate) => rate == 0 ? null : Invariant($"{name} {rate}");

    private static string Count(int count, string noun) => Invariant($"{count} {noun}{(count == 1 ? "" : "s")}");

    private static string Joined(params string?[] parts) => string.Join(" · ", parts.Where(static part => !string.IsNullOrEmpty(part)));

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
