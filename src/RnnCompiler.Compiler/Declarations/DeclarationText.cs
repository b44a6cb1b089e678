using System.Globalization;
using System.Text;
using RnnCompiler.Compiler.Cells;

namespace RnnCompiler.Compiler.Declarations;

/// <summary>
/// Text format of a declaration: one line for the model and one for each layer, with a keyword and <c>key=value</c> pairs. Defaults are omitted. The
/// generator writes the text into its output, and the interpreted runtime reads it; the declaration that is read equals the one that was written.
/// </summary>
/// <example><code>
/// model name="WeatherModel" inputs=4 steps=30 loss=CrossEntropy
/// gru units=64
/// laststep
/// dense units=5 activation=Softmax name="head"
/// </code>
/// A layer reads the one before it, unless <c>from</c> names others or the input:
/// <code>
/// model name="Amplifier" inputs=1 steps=2048
/// lstm units=16
/// dense units=1 name="head"
/// add from="input head"
/// </code>
/// A loss function follows the layers and outputs; its layers have names of their own:
/// <code>
/// lossfunction
/// sequence size=1 name="output"
/// sequence size=1 name="target"
/// meansquarederror from="output target"
/// </code></example>
public static class DeclarationText
{
    /// <summary>The keyword of the line before those of a loss function.</summary>
    internal const string LossFunction = "lossfunction";

    /// <summary>Returns the text of a declaration; lines end in '\n'.</summary>
    public static string Write(ModelDeclaration declaration) => Spell(declaration, static cell => CellText.Write(cell));

    /// <summary>Returns the text for documentation: for a custom cell, only its name.</summary>
    public static string Describe(ModelDeclaration declaration) => Spell(declaration, static cell => cell.Name);

    /// <summary>Returns the line of a layer that reads the one before it, without line break.</summary>
    internal static string Describe(LayerDeclaration layer) => Line(layer, static cell => cell.Name).ToString().TrimEnd();

    private static string Spell(ModelDeclaration declaration, Func<CellProgram, string> cell)
    {
        StringBuilder text = new();
        text.Append(new DeclarationLine("model")
            .Text("name", declaration.Name)
            .Number("inputs", declaration.InputSize, 0)
            .Number("steps", declaration.SequenceLength)
            .Member("loss", declaration.Loss, Loss.MeanSquaredError)
            .Number("delta", declaration.HuberDelta, 1f)
            .Member("weights", declaration.Weights, WeightFormat.Float32)
            .Flag("integerProducts", declaration.IntegerProducts, false)
            .Member("activations", declaration.Activations, ActivationAccuracy.Standard)
            .Member("unroll", declaration.Unroll, Unroll.Auto)
            .Number("unrollfactor", declaration.UnrollFactor, 0));
        IReadOnlyList<string> names = LayerNames.Resolve(declaration.Layers);
        Append(text, declaration.Layers, names, cell);
        foreach (OutputDeclaration output in declaration.Outputs)
            text.Append(new DeclarationLine("output").Text("from", Node(names, output.Node)).Text("name", output.Name));
        if (declaration.LossFunction is { } function)
        {
            text.Append(new DeclarationLine(LossFunction));
            Append(text, function.Layers, LayerNames.Resolve(function.Layers), cell);
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, IReadOnlyList<LayerDeclaration> layers, IReadOnlyList<string> names, Func<CellProgram, string> cell)
    {
        foreach (LayerDeclaration layer in layers)
        {
            text.Append(Line(layer, cell)
                .Text("from", layer.From.Count == 0 ? null : string.Join(" ", layer.From.Select(node => Node(names, node))))
                .Text("shares", Layer(layer.Shares))
                .Text("initial", Layer((layer as RecurrentDeclaration)?.Initial))
                .Text("name", layer.Name));
        }

        string? Layer(int? index) => index is { } i ? names[i] : null;
    }

    private static string Node(IReadOnlyList<string> names, int node) => node == 0 ? NetworkGraph.Input : names[node - 1];

    /// <summary>Parses a declaration. It does not check rules; <c>DeclarationRules</c> does.</summary>
    /// <exception cref="DeclarationFormatException">The text does not have the format of <see cref="Write"/>.</exception>
    public static ModelDeclaration Parse(string text) => DeclarationParser.Parse(text);

    /// <summary>Returns the 64-bit FNV-1a hash of the UTF-8 text, as 16 hexadecimal digits. It is the same on each machine and in each version.</summary>
    public static string Hash(ModelDeclaration declaration)
    {
        ulong hash = 14_695_981_039_346_656_037;
        foreach (byte octet in Encoding.UTF8.GetBytes(Write(declaration)))
            hash = unchecked((hash ^ octet) * 1_099_511_628_211);
        return hash.ToString("x16", CultureInfo.InvariantCulture);
    }

    private static DeclarationLine Line(LayerDeclaration layer, Func<CellProgram, string> cell) => layer switch
    {
        RecurrentDeclaration recurrent => Recurrent(recurrent, cell)
            .Number("units", recurrent.HiddenSize)
            .Number("layers", recurrent.Layers, 1)
            .Flag("bidirectional", recurrent.Bidirectional, false)
            .Member("merge", recurrent.Merge, Merge.Concat)
            .Flag("bias", recurrent.UseBias, true)
            .Number("zoneout", recurrent.Zoneout, 0)
            .Number("recurrentDropout", recurrent.RecurrentDropout, 0)
            .Number("dropout", recurrent.Dropout, 0)
            .Flag("learnInitialState", recurrent.LearnInitialState, false),
        InputDeclaration { IsIds: true } tokens => new DeclarationLine(LayerNames.Kind(tokens))
            .Number("vocabulary", tokens.Size)
            .Number("length", tokens.Length)
            .Number("start", tokens.Generated?.Start)
            .Number("stop", tokens.Generated?.Stop),
        InputDeclaration input => new DeclarationLine(LayerNames.Kind(input)).Number("size", input.Size).Number("length", input.Length),
        DenseDeclaration dense => new DeclarationLine("dense")
            .Number("units", dense.Units)
            .Member("activation", dense.Activation, Activation.None)
            .Flag("bias", dense.UseBias, true),
        TimeReductionDeclaration or FeatureReductionDeclaration or RepeatDeclaration or ReverseDeclaration or AttentionDeclaration or LayerNormalizationDeclaration
            or BatchNormalizationDeclaration or ConcatDeclaration => new DeclarationLine(LayerNames.Kind(layer)),
        DropoutDeclaration dropout => new DeclarationLine("dropout").Number("rate", dropout.Rate),
        EmbeddingDeclaration embedding => new DeclarationLine("embedding")
            .Number("vocabulary", embedding.Vocabulary)
            .Number("dimension", embedding.Dimension),
        ElementwiseDeclaration operation => new DeclarationLine(LayerNames.Kind(operation)).Number("left", operation.Left).Number("right", operation.Right),
        LossTermDeclaration term => new DeclarationLine(LayerNames.Kind(term)).Number("delta", term.Delta, 1),
        DelayDeclaration delay => new DeclarationLine(LayerNames.Kind(delay)).Number("steps", delay.Steps),
        ConvolutionDeclaration conv => new DeclarationLine(LayerNames.Kind(conv))
            .Number("channels", conv.Channels)
            .Number("kernel", conv.Kernel)
            .Number("dilation", conv.Dilation, 1)
            .Member("activation", conv.Activation, Activation.None)
            .Flag("bias", conv.UseBias, true),
        SliceDeclaration slice => new DeclarationLine(LayerNames.Kind(slice)).Number("start", slice.Start).Number("length", slice.Length),
        _ => throw new NotSupportedException($"Expected a declared layer with a text, found {layer.GetType().Name}."),
    };

    private static DeclarationLine Recurrent(RecurrentDeclaration layer, Func<CellProgram, string> cell) => layer.Cell switch
    {
        ElmanDeclaration elman => new DeclarationLine("rnn").Member("activation", elman.Activation, Activation.Tanh),
        LstmDeclaration => new DeclarationLine("lstm"),
        GruDeclaration gru => new DeclarationLine("gru").Flag("resetAfter", gru.ResetAfter, true),
        CustomDeclaration custom => new DeclarationLine("recurrent")
            .Text("cell", cell(custom.Program))
            .Text("dimensions", custom.Dimensions.Count == 0 ? null : string.Join(" ", custom.Dimensions.Select(static d => d.Text))),
        _ => throw new NotSupportedException($"Expected a declared cell with a text, found {layer.Cell.GetType().Name}."),
    };
}
