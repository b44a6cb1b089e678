namespace RnnCompiler.Compiler.Declarations;

/// <summary>Resolves the names of layers, which parameters, states and files are known by.</summary>
public static class LayerNames
{
    /// <summary>The kind in lower case, or the name of the cell's type with a lower-case first letter: the name of the first layer of that kind that has no other.</summary>
    public static string Kind(LayerDeclaration layer) => layer switch
    {
        RecurrentDeclaration { Cell: ElmanDeclaration } => "rnn",
        RecurrentDeclaration { Cell: LstmDeclaration } => "lstm",
        RecurrentDeclaration { Cell: GruDeclaration } => "gru",
        RecurrentDeclaration { Cell: CustomDeclaration custom } => char.ToLowerInvariant(custom.Program.Name[0]) + custom.Program.Name.Substring(1),
        DenseDeclaration => "dense",
        TimeReductionDeclaration { Kind: TimeReduction.LastStep } => "laststep",
        TimeReductionDeclaration { Kind: TimeReduction.Mean } => "meanovertime",

        // A number that is no member is refused by a rule of its own.
        TimeReductionDeclaration => "maxovertime",
        DropoutDeclaration => "dropout",
        EmbeddingDeclaration => "embedding",
        _ => throw new NotSupportedException($"Expected a declared layer with a name of its kind, found {layer.GetType().Name}."),
    };

    /// <summary>
    /// One name for each layer: as written, else the kind, then <c>kind_1</c>, <c>kind_2</c>, … in order. The name of a layer without one does not depend on
    /// what is written at other layers, so a name that is written later cannot change it; <c>DeclarationRules</c> refuses one that such a layer needs.
    /// </summary>
    public static IReadOnlyList<string> Resolve(IReadOnlyList<LayerDeclaration> layers)
    {
        HashSet<string> taken = new(StringComparer.Ordinal);
        return [.. layers.Select(layer => layer.Name ?? FirstFree(Kind(layer), taken))];
    }

    // Two kinds can meet: a cell called Gru_1 and the second [Gru].
    private static string FirstFree(string kind, HashSet<string> taken)
    {
        string name = kind;
        for (int number = 1; !taken.Add(name); number++)
            name = FormattableString.Invariant($"{kind}_{number}");
        return name;
    }
}
