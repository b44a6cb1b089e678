namespace RnnCompiler.Networks;

/// <summary>Keyword and fields of a line of a declaration, without references to other lines.</summary>
/// <param name="Fields">The text, which begins with the keyword.</param>
/// <param name="Kind">The default name of the first layer of the kind.</param>
internal sealed record LayerText(string Fields, string Kind)
{
    /// <summary>The name of the cell and the sizes of the layer's state, for comparison and messages; null if the layer has no state.</summary>
    public string? State { get; init; }

    /// <summary>The text of the layer's custom cell; null if it has none.</summary>
    public string? Cell { get; init; }

    /// <summary>Whether the layer is recurrent and reads the sequence from both ends.</summary>
    public bool IsBidirectional { get; init; }

    /// <summary>Whether it is an input that the line of the model can declare: a sequence or token ids, if their length is the model's.</summary>
    public bool IsPlainInput { get; init; }

    /// <summary>Whether it is the input that the network writes itself.</summary>
    public bool IsGenerated { get; init; }

    // The table of texts: one method for each kind of layer. DeclarationText of the compiler has the same one.
    public static LayerText Rnn(Activation activation, RecurrentOptions options) =>
        Recurrent(new TextLine("rnn").Member("activation", activation, Activation.Tanh), "rnn", options);

    public static LayerText Lstm(RecurrentOptions options) => Recurrent(new TextLine("lstm"), "lstm", options);

    public static LayerText Gru(bool resetAfter, RecurrentOptions options) => Recurrent(new TextLine("gru").Flag("resetAfter", resetAfter, true), "gru", options);

    public static LayerText Custom(CellUse cell, RecurrentOptions options)
    {
        TextLine line = new TextLine("recurrent").Text("cell", cell.Source.Text).Text("dimensions", cell.Dimensions);
        return Recurrent(line, cell.Source.Kind, options, cell.Dimensions) with { Cell = cell.Source.Text };
    }

    public static LayerText Dense(int units, Activation activation, bool useBias) =>
        Of(new TextLine("dense").Number("units", units).Member("activation", activation, Activation.None).Flag("bias", useBias, true), "dense");

    public static LayerText Embedding(int vocabulary, int dimension) => Of(new TextLine("embedding").Number("vocabulary", vocabulary).Number("dimension", dimension), "embedding");

    public static LayerText Conv(int channels, int kernel, int dilation, Activation activation, bool useBias) => Of(
        new TextLine("conv")
            .Number("channels", channels)
            .Number("kernel", kernel)
            .Number("dilation", dilation, 1)
            .Member("activation", activation, Activation.None)
            .Flag("bias", useBias, true),
        "conv");

    public static LayerText Dropout(double rate) => Of(new TextLine("dropout").Number("rate", rate), "dropout");

    public static LayerText Slice(int start, int length) => Of(new TextLine("slice").Number("start", start).Number("length", length), "slice");

    public static LayerText Delay(int steps) => Of(new TextLine("delay").Number("steps", steps), "delay");

    public static LayerText Huber(double delta) => Of(new TextLine("huber").Number("delta", delta, 1), "huber");

    /// <summary>
    /// A layer without fields: <c>concat</c>, <c>layernorm</c>, <c>batchnorm</c>, <c>attention</c>, <c>repeat</c>, <c>reverse</c>; reductions over time <c>laststep</c>,
    /// <c>bothends</c>, <c>sumovertime</c>, <c>meanovertime</c>, <c>maxovertime</c>, and over elements <c>sum</c>, <c>mean</c>, <c>maximum</c>; losses.
    /// </summary>
    public static LayerText Plain(string keyword) => new(keyword, keyword);

    /// <summary>An elementwise operation, of a number too if there is one.</summary>
    public static LayerText Elementwise(ElementwiseKind kind, double? left, double? right)
    {
        string keyword = kind.ToString().ToLowerInvariant();
        TextLine line = new(keyword);
        if (left is { } first)
            line.Number("left", first);
        if (right is { } second)
            line.Number("right", second);
        return Of(line, keyword);
    }

    public static LayerText SequenceInput(int size, int? length) =>
        Of(Length(new TextLine("sequence").Number("size", size), length), "sequence") with { IsPlainInput = true };

    public static LayerText FeaturesInput(int size) => Of(new TextLine("features").Number("size", size), "features");

    public static LayerText TokensInput(int vocabulary, int? length) =>
        Of(Length(new TextLine("tokens").Number("vocabulary", vocabulary), length), "tokens") with { IsPlainInput = true };

    public static LayerText ClassInput(int vocabulary) => Of(new TextLine("class").Number("vocabulary", vocabulary), "class");

    public static LayerText GeneratedInput(int vocabulary, int? length, int start, int stop) =>
        Of(Length(new TextLine("tokens").Number("vocabulary", vocabulary), length).Number("start", start).Number("stop", stop), "tokens") with { IsGenerated = true };

    private static LayerText Of(TextLine line, string kind) => new(line.ToString(), kind);

    private static TextLine Length(TextLine line, int? length) => length is { } steps ? line.Number("length", steps) : line;

    private static LayerText Recurrent(TextLine cell, string kind, RecurrentOptions options, string? dimensions = null)
    {
        cell.Number("units", options.Units)
            .Number("layers", options.Layers, 1)
            .Flag("bidirectional", options.Bidirectional, false)
            .Member("merge", options.Merge, Merge.Concat)
            .Flag("bias", options.UseBias, true)
            .Number("zoneout", options.Zoneout, 0)
            .Number("recurrentDropout", options.RecurrentDropout, 0)
            .Number("dropout", options.Dropout, 0)
            .Flag("learnInitialState", options.LearnInitialState, false);
        string state = FormattableString.Invariant($"{kind} with {options.Units} units, {options.Layers} levels, {(options.Bidirectional ? "two directions" : "one direction")}");
        return Of(cell, kind) with { State = dimensions is null ? state : $"{state}, {dimensions}", IsBidirectional = options.Bidirectional };
    }
}
