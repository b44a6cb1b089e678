using Microsoft.CodeAnalysis;
using RnnCompiler.Compiler.Declarations;

namespace RnnCompiler.Generators.Parsing;

/// <summary>The table from attributes to layers; property names and defaults are those of the attribute classes.</summary>
internal static class LayerParser
{
    /// <summary>The layer that an attribute declares, or null if it cannot be read.</summary>
    public static LayerDeclaration? Parse(AttributeData attribute)
    {
        AttributeArguments arguments = new(attribute);
        LayerDeclaration? layer = attribute.AttributeClass!.Name switch
        {
            nameof(RnnAttribute) => Recurrent(arguments, new ElmanDeclaration(arguments.Member(nameof(RnnAttribute.Activation), Activation.Tanh))),
            nameof(LstmAttribute) => Recurrent(arguments, new LstmDeclaration()),
            nameof(GruAttribute) => Recurrent(arguments, new GruDeclaration(arguments.Property(nameof(GruAttribute.ResetAfter), true))),
            nameof(DenseAttribute) => new DenseDeclaration(
                arguments.Integer(0),
                arguments.Member(nameof(DenseAttribute.Activation), Activation.None),
                arguments.Property(nameof(DenseAttribute.UseBias), true),
                arguments.Name()),
            nameof(LastStepAttribute) => new TimeReductionDeclaration(TimeReduction.LastStep, arguments.Name()),
            nameof(MeanOverTimeAttribute) => new TimeReductionDeclaration(TimeReduction.Mean, arguments.Name()),
            nameof(MaxOverTimeAttribute) => new TimeReductionDeclaration(TimeReduction.Max, arguments.Name()),
            nameof(DropoutAttribute) => new DropoutDeclaration(arguments.Double(0), arguments.Name()),
            nameof(EmbeddingAttribute) => new EmbeddingDeclaration(arguments.Integer(0), arguments.Integer(1), arguments.Name()),
            _ => null,
        };
        return arguments.IsReadable ? layer : null;
    }

    private static RecurrentDeclaration Recurrent(AttributeArguments arguments, CellDeclaration cell) => new(
        cell,
        arguments.Integer(0),
        arguments.Property(nameof(RecurrentLayerAttribute.Layers), 1),
        arguments.Property(nameof(RecurrentLayerAttribute.Bidirectional), false),
        arguments.Member(nameof(RecurrentLayerAttribute.Merge), Merge.Concat),
        arguments.Name());
}
