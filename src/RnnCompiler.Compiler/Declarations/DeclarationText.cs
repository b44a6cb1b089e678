using System.Globalization;
using System.Text;
using RnnCompiler.Compiler.Cells;

namespace RnnCompiler.Compiler.Declarations;

/// <summary>
/// A declaration as text: one line for the model, one for each layer, a keyword and then <c>key=value</c> pairs. Defaults are left
/// out. The generator writes it into its output, and the interpreted runtime reads it back; reading gives an equal declaration.
/// </summary>
/// <example><code>
/// model name="WeatherModel" inputs=4 steps=30 loss=CrossEntropy
/// gru units=64
/// laststep
/// dense units=5 activation=Softmax name="head"
/// </code></example>
public static class DeclarationText
{
    /// <summary>The text of a declaration, lines ended by '\n'.</summary>
    public static string Write(ModelDeclaration declaration) => Spell(declaration, static cell => CellText.Write(cell));

    /// <summary>The text for readers: of a cell that someone wrote only the name.</summary>
    public static string Describe(ModelDeclaration declaration) => Spell(declaration, static cell => cell.Name);

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
            .Member("unroll", declaration.Unroll, Unroll.Auto)
            .Number("unrollfactor", declaration.UnrollFactor, 0));
        foreach (LayerDeclaration layer in declaration.Layers)
            text.Append(Line(layer, cell).Text("name", layer.Name));
        return text.ToString();
    }

    /// <summary>The declaration that a text stands for; whether it can be built is for <c>DeclarationRules</c> to say.</summary>
    /// <exception cref="DeclarationFormatException">The text is not of the form that <see cref="Write"/> gives.</exception>
    public static ModelDeclaration Parse(string text) => DeclarationParser.Parse(text);

    /// <summary>The FNV-1a hash of the text in UTF-8, 64 bits as 16 hexadecimal digits: the same on every machine and in every version.</summary>
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
            .Number("recurrentDropout", recurrent.RecurrentDropout, 0),
        DenseDeclaration dense => new DeclarationLine("dense")
            .Number("units", dense.Units)
            .Member("activation", dense.Activation, Activation.None)
            .Flag("bias", dense.UseBias, true),
        TimeReductionDeclaration reduction => new DeclarationLine(ReductionKeyword(reduction.Kind)),
        DropoutDeclaration dropout => new DeclarationLine("dropout").Number("rate", dropout.Rate),
        EmbeddingDeclaration embedding => new DeclarationLine("embedding")
            .Number("vocabulary", embedding.Vocabulary)
            .Number("dimension", embedding.Dimension),
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

    private static string ReductionKeyword(TimeReduction kind) => kind switch
    {
        TimeReduction.LastStep => "laststep",
        TimeReduction.Mean => "meanovertime",
        TimeReduction.Max => "maxovertime",
        _ => throw new NotSupportedException($"Expected a reduction over time with a text, found {kind}."),
    };
}
