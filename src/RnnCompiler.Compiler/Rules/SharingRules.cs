using RnnCompiler.Compiler.Collections;
using RnnCompiler.Compiler.Declarations;
using static RnnCompiler.Compiler.Declarations.DeclarationProblemKind;

namespace RnnCompiler.Compiler.Rules;

/// <summary>Rules for layers that read the weights or the states of others.</summary>
internal static class SharingRules
{
    /// <summary>Checks a layer.</summary>
    public static void Check(EquatableArray<LayerDeclaration> layers, int index, NodeSizes sizes, ProblemList problems)
    {
        LayerDeclaration layer = layers[index];
        if (layer.Shares is { } owner)
            CheckWeights(layers, index, owner, sizes, problems);
        if (layer is RecurrentDeclaration { Initial: { } source } recurrent && (layers[source] is not RecurrentDeclaration before || !HaveEqualStates(recurrent, before)))
            problems.Add(StatesDiffer, index, "initial", Describe(layer), Describe(layers[source]));
        if (layer is RecurrentDeclaration { Initial: not null, LearnInitialState: true })
            problems.Add(InitialStateTwice, index, "initial");
    }

    private static void CheckWeights(EquatableArray<LayerDeclaration> layers, int index, int owner, NodeSizes sizes, ProblemList problems)
    {
        int found = InputSize(layers, index, sizes), expected = InputSize(layers, owner, sizes);
        if (layers[owner].Shares is not null || !Kind(layers[index]).Equals(Kind(layers[owner])))
            problems.Add(WeightsDiffer, index, null, Describe(layers[owner]), Describe(layers[index]));
        else if (found > 0 && expected > 0 && found != expected)
            problems.Add(SharedSizeDiffers, index, null, problems.Titles.Node(owner + 1), expected, found);
    }

    private static int InputSize(EquatableArray<LayerDeclaration> layers, int index, NodeSizes sizes) => sizes[NetworkGraph.Operands(layers[index], index)[0]];

    /// <summary>Returns a layer without what may differ between two that share weights.</summary>
    private static LayerDeclaration Kind(LayerDeclaration layer)
    {
        layer = layer with { Name = null, From = default, Shares = null };
        return layer is RecurrentDeclaration recurrent ? recurrent with { Initial = null } : layer;
    }

    private static bool HaveEqualStates(RecurrentDeclaration one, RecurrentDeclaration other) =>
        one.Cell.Equals(other.Cell) && one.HiddenSize == other.HiddenSize && one.Layers == other.Layers && one.Bidirectional == other.Bidirectional;

    private static string Describe(LayerDeclaration layer) => DeclarationText.Describe(Kind(layer));
}
