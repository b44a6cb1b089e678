using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Compiler.Networks;

namespace RnnCompiler.Compiler.Rules;

/// <summary>
/// The sizes of the nodes of a declaration that may break rules: a size that does not follow from it is 0. What reads such a node in a way that depends on its size has
/// none either, so that one wrong size is one problem.
/// </summary>
internal sealed class NodeSizes
{
    private readonly List<int> _sizes;

    public NodeSizes(ModelDeclaration model)
    {
        _sizes = [model.HasTokenInput ? 1 : Math.Max(model.InputSize, 0)];
        for (int i = 0; i < model.Layers.Count; i++)
        {
            IReadOnlyList<int> operands = [.. NetworkGraph.Operands(model.Layers[i], i).Select(node => _sizes[node])];
            _sizes.Add(Of(model.Layers[i], operands));
        }
    }

    /// <summary>Gets the number of features of a node; 0 if it does not follow.</summary>
    public int this[int node] => _sizes[node];

    /// <summary>Returns whether a slice is within the features of its node.</summary>
    public static bool IsWithin(SliceDeclaration slice, int size) => slice.Start >= 0 && slice.Length >= 1 && slice.Start <= size - slice.Length;

    private static int Of(LayerDeclaration layer, IReadOnlyList<int> operands) => layer switch
    {
        InputDeclaration input => input.IsIds ? 1 : Math.Max(input.Size, 0),
        RecurrentDeclaration recurrent => Merged(recurrent, Units(recurrent, operands.FirstOrDefault())),
        DenseDeclaration dense => Math.Max(dense.Units, 0),
        EmbeddingDeclaration embedding => Math.Max(embedding.Dimension, 0),
        SliceDeclaration slice => operands is [> 0 and var size] && !IsWithin(slice, size) ? 0 : Math.Max(slice.Length, 0),
        ConvolutionDeclaration convolution => Math.Max(convolution.Channels, 0),
        FeatureReductionDeclaration or LossTermDeclaration => 1,
        AttentionDeclaration => operands.Count == 3 ? operands[2] : 0,
        ConcatDeclaration => operands.All(static size => size > 0) ? operands.Sum() : 0,
        _ => operands.Distinct().Count() == 1 ? operands[0] : 0,
    };

    private static int Merged(RecurrentDeclaration recurrent, int units) => recurrent is { Bidirectional: true, Merge: Merge.Concat } ? 2 * units : units;

    /// <summary>Returns the outputs of one direction; only the equations of a custom cell say how many it has.</summary>
    private static int Units(RecurrentDeclaration recurrent, int inputs)
    {
        if (recurrent.HiddenSize is < 1 or > DeclarationLimits.Size)
            return 0;
        if (recurrent.Cell is not CustomDeclaration custom)
            return recurrent.HiddenSize;
        bool isKnown = inputs > 0 && custom.Program.NamedSizes.All(name => custom.Dimensions.Any(d => d.Name == name && d.Size is > 0 and <= DeclarationLimits.Size))
            && custom.Dimensions.Select(static d => d.Name).Distinct(StringComparer.Ordinal).Count() == custom.Dimensions.Count;
        return isKnown ? CellLibrary.Create(custom, inputs, recurrent.HiddenSize).OutputSize : 0;
    }
}
