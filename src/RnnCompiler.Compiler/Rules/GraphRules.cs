using RnnCompiler.Compiler.Collections;
using RnnCompiler.Compiler.Declarations;
using static RnnCompiler.Compiler.Declarations.DeclarationProblemKind;

namespace RnnCompiler.Compiler.Rules;

/// <summary>Rules for what layers read: how many nodes, of which kind and size.</summary>
internal static class GraphRules
{
    /// <summary>Checks the nodes that layers read; returns whether each of them exists, without which no other rule can be checked.</summary>
    public static bool Check(ModelDeclaration model, ProblemList problems)
    {
        EquatableArray<LayerDeclaration> layers = model.Layers;
        for (int i = 0; i < layers.Count; i++)
        {
            foreach (int node in NetworkGraph.Operands(layers[i], i).Where(node => node < 0 || node > i))
                problems.Add(NodeUnknown, i, null, i, node);
            foreach (int layer in new[] { layers[i].Shares, (layers[i] as RecurrentDeclaration)?.Initial }.OfType<int>().Where(layer => layer < 0 || layer >= i))
                problems.Add(NodeUnknown, i, null, i, layer + 1);
        }

        InputRules.CheckPorts(model, problems);
        if (!problems.IsEmpty)
            return false;
        NetworkGraph graph = new(model);
        CheckLayers(model, graph, problems);
        GenerationRules.Check(model, graph, new NodeSizes(model), problems);
        return true;
    }

    /// <summary>Checks what each layer reads, if all nodes exist.</summary>
    /// <param name="model">The declaration.</param>
    /// <param name="graph">Its graph.</param>
    /// <param name="problems">Receives the problems.</param>
    public static void CheckLayers(ModelDeclaration model, NetworkGraph graph, ProblemList problems)
    {
        EquatableArray<LayerDeclaration> layers = model.Layers;
        NodeSizes sizes = new(model);
        for (int i = 0; i < layers.Count; i++)
        {
            CheckCount(layers[i], i, problems);
            InputRules.CheckTokens(model, i, problems);
            InputRules.CheckGroups(model, graph, i, problems);
            CheckSizes(layers, i, sizes, problems);
            SharingRules.Check(layers, i, sizes, problems);
            if (!graph.IsUsed(i) && !(problems.IsOfLoss && layers[i] is InputDeclaration))
                problems.Add(LayerUnused, i, null, layers[i] is InputDeclaration ? "input" : "layer", problems.Titles.Node(i + 1));
        }
    }

    private static void CheckCount(LayerDeclaration layer, int index, ProblemList problems)
    {
        if (layer is InputDeclaration)
            return;
        int found = NetworkGraph.Operands(layer, index).Count;
        int least = 1, greatest = 1;
        if (layer is LossTermDeclaration)
            (least, greatest) = (2, 2);
        else if (layer is ConcatDeclaration)
            (least, greatest) = (1, DeclarationLimits.Operands);
        else if (layer is AttentionDeclaration)
            least = greatest = 3;
        else if (layer is ElementwiseDeclaration { IsBinary: true } operation)
            least = greatest = operation is { Left: null, Right: null } ? 2 : 1;
        if (found < least || found > greatest || layer is ElementwiseDeclaration { Left: not null, Right: not null } || IsNumberOfUnary(layer))
            problems.Add(OperandCount, index, null, problems.Titles.Operation(index), least, greatest, found);
    }

    private static bool IsNumberOfUnary(LayerDeclaration layer) => layer is ElementwiseDeclaration { IsBinary: false } operation && (operation.Left ?? operation.Right) is not null;

    private static void CheckSizes(EquatableArray<LayerDeclaration> layers, int index, NodeSizes sizes, ProblemList problems)
    {
        IReadOnlyList<int> operands = NetworkGraph.Operands(layers[index], index);
        int size = operands.Count == 0 ? 0 : sizes[operands[0]];
        switch (layers[index])
        {
            case ElementwiseDeclaration { IsBinary: true } or AttentionDeclaration when operands.Count > 1 && size > 0 && sizes[operands[1]] is > 0 and int other && other != size:
                problems.Add(
                    SizesDiffer, index, null, problems.Titles.Operation(index), problems.Titles.Node(operands[0]), size, problems.Titles.Node(operands[1]), other);
                break;
            case SliceDeclaration slice when size > 0 && !NodeSizes.IsWithin(slice, size):
                problems.Add(SliceOutOfRange, index, "start", slice.Start, slice.Length, problems.Titles.Node(operands[0]), size);
                break;
        }
    }
}
