using Microsoft.CodeAnalysis;
using RnnCompiler.Compiler.Cells;
using RnnCompiler.Compiler.Collections;
using RnnCompiler.Compiler.Declarations;

namespace RnnCompiler.Generators.Parsing;

/// <summary>Table of the methods that create layers; the names of parameters are those of <c>RnnCompiler.Networks.Layers</c>.</summary>
/// <param name="cells">Returns the cell of a type, or null if it cannot be read, which is reported.</param>
internal sealed class NetworkLayers(Func<ITypeSymbol, Location, CellProgram?> cells)
{
    /// <summary>Methods that create layers with weights; each has another one, with "Layer" behind its name, for layers that are applied several times.</summary>
    private static readonly Dictionary<string, Func<NetworkArguments, NetworkLayers, LayerDeclaration?>> s_weighted = new(StringComparer.Ordinal)
    {
        ["Rnn"] = static (a, _) => Recurrent(a, new ElmanDeclaration(a.Member<Activation>("activation"))),
        ["Lstm"] = static (a, _) => Recurrent(a, new LstmDeclaration()),
        ["Gru"] = static (a, _) => Recurrent(a, new GruDeclaration(a.Flag("resetAfter"))),
        ["Recurrent"] = static (a, layers) => layers.Custom(a),
        ["Dense"] = static (a, _) => new DenseDeclaration(a.Integer("units"), a.Member<Activation>("activation"), a.Flag("useBias"), a.Text("name")),
        ["Conv"] = static (a, _) => new ConvolutionDeclaration(
            a.Integer("channels"), a.Integer("kernel"), a.Integer("dilation"), a.Member<Activation>("activation"), a.Flag("useBias"), a.Text("name")),
        ["Embedding"] = static (a, _) => new EmbeddingDeclaration(0, a.Integer("dimension"), a.Text("name")),
        ["BatchNorm"] = static (a, _) => new BatchNormalizationDeclaration(a.Text("name")),
        ["LayerNorm"] = static (a, _) => new LayerNormalizationDeclaration(a.Text("name")),
    };

    /// <summary>Methods that create layers without weights, which read "x".</summary>
    private static readonly Dictionary<string, Func<NetworkArguments, LayerDeclaration?>> s_plain = new(StringComparer.Ordinal)
    {
        ["Dropout"] = static a => new DropoutDeclaration(a.Number("rate"), a.Text("name")),
        ["Slice"] = static a => new SliceDeclaration(a.Integer("start"), a.Integer("length"), a.Text("name")),
        ["Delay"] = static a => new DelayDeclaration(a.Integer("steps"), a.Text("name")),
        ["Reverse"] = static a => new ReverseDeclaration(a.Text("name")),
        ["Repeat"] = static a => new RepeatDeclaration(a.Text("name")),
        ["Last"] = static a => new TimeReductionDeclaration(TimeReduction.LastStep, a.Text("name")),
        ["BothEnds"] = static a => new TimeReductionDeclaration(TimeReduction.BothEnds, a.Text("name")),
        ["Sum"] = static a => Reduction(a, TimeReduction.Sum, FeatureReduction.Sum),
        ["Mean"] = static a => Reduction(a, TimeReduction.Mean, FeatureReduction.Mean),
        ["Max"] = static a => Reduction(a, TimeReduction.Max, FeatureReduction.Max),
    };

    /// <summary>Returns the layer with weights that a method creates; null if there is no such method, or its arguments cannot be read.</summary>
    public LayerDeclaration? Weighted(string method, NetworkArguments arguments) =>
        s_weighted.TryGetValue(method, out Func<NetworkArguments, NetworkLayers, LayerDeclaration?> create) ? create(arguments, this) : null;

    /// <summary>Returns the layer without weights that a method creates; null if there is no such method, or its arguments cannot be read.</summary>
    public static LayerDeclaration? Plain(string method, NetworkArguments arguments)
    {
        if (arguments.Has("x") && s_plain.TryGetValue(method, out Func<NetworkArguments, LayerDeclaration?> create))
            return create(arguments);
        if (method == "Concat")
            return new ConcatDeclaration(null);
        if (method == "Attention")
            return new AttentionDeclaration(arguments.Text("name"));
        return Enum.TryParse(method, out ElementwiseOperation kind) && Enum.IsDefined(typeof(ElementwiseOperation), kind)
            ? new ElementwiseDeclaration(kind, arguments.Text("name"))
            : null;
    }

    /// <summary>Returns the loss that a method computes; null if it computes none.</summary>
    public static LossTermDeclaration? LossTerm(string method, NetworkArguments arguments) =>
        NetworkRefusals.IsLoss(method) && Enum.TryParse(method, out Loss loss)
            ? new LossTermDeclaration(loss, arguments.Has("delta") ? arguments.Number("delta") : 1, null)
            : null;

    private static LayerDeclaration Reduction(NetworkArguments a, TimeReduction overTime, FeatureReduction overFeatures) => a.IsFeatures("x")
        ? new FeatureReductionDeclaration(overFeatures, a.Text("name"))
        : new TimeReductionDeclaration(overTime, a.Text("name"));

    private static RecurrentDeclaration Recurrent(NetworkArguments a, CellDeclaration cell) => new(
        cell, a.Integer("units"), a.Integer("layers"), a.Flag("bidirectional"), a.Member<Merge>("merge"), a.Text("name"))
    {
        // The biases of a custom cell are its own.
        UseBias = cell is CustomDeclaration || a.Flag("useBias"),
        Zoneout = a.Number("zoneout"),
        RecurrentDropout = a.Number("recurrentDropout"),
        Dropout = a.Number("dropout"),
        LearnInitialState = a.Flag("learnInitialState"),
    };

    private RecurrentDeclaration? Custom(NetworkArguments a) => a.Type("cell") is { } cell && cells(cell.Type, cell.Place) is { } program
        ? Recurrent(a, new CustomDeclaration(program, new EquatableArray<NamedSize>(a.Texts("dimensions").Select(NamedSize.Parse))))
        : null;
}
