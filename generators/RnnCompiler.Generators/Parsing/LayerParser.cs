using Microsoft.CodeAnalysis;
using RnnCompiler.Compiler.Cells;
using RnnCompiler.Compiler.Declarations;

namespace RnnCompiler.Generators.Parsing;

/// <summary>Table that maps attributes to layers; property names and defaults are those of the attribute classes.</summary>
internal static class LayerParser
{
    private static readonly Dictionary<string, Func<AttributeArguments, LayerDeclaration?>> s_layers = new(StringComparer.Ordinal)
    {
        [nameof(RnnAttribute)] = static a => Recurrent(a, new ElmanDeclaration(a.Member(nameof(RnnAttribute.Activation), Activation.Tanh))),
        [nameof(LstmAttribute)] = static a => Recurrent(a, new LstmDeclaration()),
        [nameof(GruAttribute)] = static a => Recurrent(a, new GruDeclaration(a.Property(nameof(GruAttribute.ResetAfter), true))),
        [nameof(RecurrentAttribute)] = static a => Custom(a),
        [nameof(DenseAttribute)] = static a => new DenseDeclaration(
            a.Integer(0),
            a.Member(nameof(DenseAttribute.Activation), Activation.None),
            a.Property(nameof(DenseAttribute.UseBias), true),
            a.Name()),
        [nameof(LastStepAttribute)] = static a => new TimeReductionDeclaration(TimeReduction.LastStep, a.Name()),
        [nameof(BothEndsAttribute)] = static a => new TimeReductionDeclaration(TimeReduction.BothEnds, a.Name()),
        [nameof(MeanOverTimeAttribute)] = static a => new TimeReductionDeclaration(TimeReduction.Mean, a.Name()),
        [nameof(MaxOverTimeAttribute)] = static a => new TimeReductionDeclaration(TimeReduction.Max, a.Name()),
        [nameof(DropoutAttribute)] = static a => new DropoutDeclaration(a.Double(0), a.Name()),
        [nameof(EmbeddingAttribute)] = static a => new EmbeddingDeclaration(a.Integer(0), a.Integer(1), a.Name()),
    };

    /// <summary>Returns whether the table has the attribute of a layer; an attribute of a later version of the package is not in it.</summary>
    public static bool Knows(AttributeData attribute) => s_layers.ContainsKey(attribute.AttributeClass!.Name);

    /// <summary>Returns the layer that an attribute declares, or null if it cannot be read.</summary>
    /// <param name="attribute">The attribute.</param>
    /// <param name="cells">Returns the cell of a type with [Cell], or null if it cannot be read.</param>
    public static LayerDeclaration? Parse(AttributeData attribute, Func<INamedTypeSymbol, CellProgram?> cells)
    {
        if (!s_layers.TryGetValue(attribute.AttributeClass!.Name, out Func<AttributeArguments, LayerDeclaration?> parse))
            return null;
        AttributeArguments arguments = new(attribute, cells);
        LayerDeclaration? layer = parse(arguments);
        return arguments.IsReadable ? layer : null;
    }

    private static RecurrentDeclaration? Custom(AttributeArguments arguments) => arguments.Cell(0) is { } cell
        ? Recurrent(arguments, new CustomDeclaration(cell, new(arguments.Texts(nameof(RecurrentAttribute.Dimensions)).Select(NamedSize.Parse))), hiddenSize: 1)
        : null;

    private static RecurrentDeclaration Recurrent(AttributeArguments arguments, CellDeclaration cell, int hiddenSize = 0) => new(
        cell,
        arguments.Integer(hiddenSize),
        arguments.Property(nameof(RecurrentLayerAttribute.Layers), 1),
        arguments.Property(nameof(RecurrentLayerAttribute.Bidirectional), false),
        arguments.Member(nameof(RecurrentLayerAttribute.Merge), Merge.Concat),
        arguments.Name())
    {
        UseBias = arguments.Property(nameof(RecurrentLayerAttribute.UseBias), true),
        Zoneout = arguments.Property(nameof(RecurrentLayerAttribute.Zoneout), 0.0),
        RecurrentDropout = arguments.Property(nameof(RecurrentLayerAttribute.RecurrentDropout), 0.0),
        Dropout = arguments.Property(nameof(RecurrentLayerAttribute.Dropout), 0.0),
        LearnInitialState = arguments.Property(nameof(RecurrentLayerAttribute.LearnInitialState), false),
    };
}
