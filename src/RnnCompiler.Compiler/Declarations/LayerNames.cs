namespace RnnCompiler.Compiler.Declarations;

/// <summary>Resolves the names of layers, which are part of the names of parameters, states and files.</summary>
public static class LayerNames
{
    /// <summary>
    /// Returns the default name of the first layer of a kind: the kind in lower case, or for a custom cell the name of its type with a lower-case
    /// first letter.
    /// </summary>
    public static string Kind(LayerDeclaration layer) => layer switch
    {
        InputDeclaration input => input.Kind.ToString().ToLowerInvariant(),
        LossTermDeclaration term => term.Loss.ToString().ToLowerInvariant(),
        RecurrentDeclaration { Cell: ElmanDeclaration } => "rnn",
        RecurrentDeclaration { Cell: LstmDeclaration } => "lstm",
        RecurrentDeclaration { Cell: GruDeclaration } => "gru",
        RecurrentDeclaration { Cell: CustomDeclaration custom } => char.ToLowerInvariant(custom.Program.Name[0]) + custom.Program.Name.Substring(1),
        DenseDeclaration => "dense",
        TimeReductionDeclaration { Kind: TimeReduction.LastStep } => "laststep",
        TimeReductionDeclaration { Kind: TimeReduction.BothEnds } => "bothends",
        TimeReductionDeclaration { Kind: TimeReduction.Sum } => "sumovertime",
        TimeReductionDeclaration { Kind: TimeReduction.Mean } => "meanovertime",

        // Another rule rejects a number that is not a member.
        TimeReductionDeclaration => "maxovertime",
        DropoutDeclaration => "dropout",
        EmbeddingDeclaration => "embedding",
        ElementwiseDeclaration operation => operation.Kind.ToString().ToLowerInvariant(),
        ConcatDeclaration => "concat",
        SliceDeclaration => "slice",
        FeatureReductionDeclaration { Kind: FeatureReduction.Sum } => "sum",
        FeatureReductionDeclaration { Kind: FeatureReduction.Mean } => "mean",
        FeatureReductionDeclaration => "maximum",
        RepeatDeclaration => "repeat",
        ReverseDeclaration => "reverse",
        AttentionDeclaration => "attention",
        DelayDeclaration => "delay",
        ConvolutionDeclaration => "conv",
        LayerNormalizationDeclaration => "layernorm",
        BatchNormalizationDeclaration => "batchnorm",
        _ => throw new NotSupportedException($"Expected a declared layer with a name of its kind, found {layer.GetType().Name}."),
    };

    /// <summary>
    /// Returns one name for each layer: its own name or, if it has none, the kind, then <c>kind_1</c>, <c>kind_2</c>, … in order. The default name of
    /// a layer does not depend on the names of other layers, so naming another layer cannot change it; <c>DeclarationRules</c> rejects a name that
    /// equals such a default.
    /// </summary>
    public static IReadOnlyList<string> Resolve(IReadOnlyList<LayerDeclaration> layers)
    {
        HashSet<string> taken = new(StringComparer.Ordinal);
        return [.. layers.Select(layer => layer.Name ?? FirstFree(Kind(layer), taken))];
    }

    // Two kinds can give the same name: a cell called Gru_1 and the second [Gru].
    private static string FirstFree(string kind, HashSet<string> taken)
    {
        string name = kind;
        for (int number = 1; !taken.Add(name); number++)
            name = FormattableString.Invariant($"{kind}_{number}");
        return name;
    }
}
