using RnnCompiler.Compiler.Collections;
using RnnCompiler.Compiler.Declarations;
using static RnnCompiler.Compiler.Declarations.DeclarationProblemKind;

namespace RnnCompiler.Compiler.Rules;

/// <summary>Rules for the required layers and for their order.</summary>
internal static class OrderRules
{
    public static void Check(ModelDeclaration model, ProblemList problems)
    {
        EquatableArray<LayerDeclaration> layers = model.Layers;
        if (layers.Count == 0)
            problems.Add(NoLayer, null, null);
        else if (!layers.Any(static l => l is RecurrentDeclaration))
            problems.Add(NoRecurrentLayer, null, null);

        NetworkGraph graph = new(model);
        for (int i = 0; i < layers.Count; i++)
        {
            switch (layers[i])
            {
                case RecurrentDeclaration or ConvolutionDeclaration or DelayDeclaration or ReverseDeclaration when Reduction(layers, graph, i, problems.Titles) is { } reduction:
                    problems.Add(RecurrentAfterReduction, i, null, problems.Titles.Declaration(i), reduction);
                    break;
                case AttentionDeclaration:
                    string? vector = NetworkGraph.Operands(layers[i], i).Skip(1)
                        .Select(node => ReductionAt(layers, graph, node, problems.Titles)).FirstOrDefault(static r => r is not null);
                    if (vector is not null)
                        problems.Add(RecurrentAfterReduction, i, null, problems.Titles.Declaration(i), vector);
                    break;
                case TimeReductionDeclaration when Reduction(layers, graph, i, problems.Titles) is { } reduction:
                    problems.Add(ReductionAfterReduction, i, null, problems.Titles.Declaration(i), reduction);
                    break;
                case TimeReductionDeclaration { Kind: TimeReduction.BothEnds }:
                    CheckBothEnds(layers, graph, i, problems);
                    break;
                case LossTermDeclaration or InputDeclaration { Kind: InputKind.Class }:
                    problems.Add(LossOutsideLoss, i, null, problems.Titles.Operation(i));
                    break;
                case DropoutDeclaration when model.OutputNodes.Contains(i + 1):
                    problems.Add(DropoutLast, i, null);
                    break;
            }
        }
    }

    /// <summary>Returns the reduction over time that left what a layer reads as one vector; null if the layer reads a value at each step.</summary>
    private static string? Reduction(EquatableArray<LayerDeclaration> layers, NetworkGraph graph, int index, LayerTitles titles) =>
        ReductionAt(layers, graph, NetworkGraph.Operands(layers[index], index)[0], titles);

    private static string? ReductionAt(EquatableArray<LayerDeclaration> layers, NetworkGraph graph, int node, LayerTitles titles)
    {
        while (!graph.IsOverTime(node) && !graph.ReadsOverTime(node - 1) && layers[node - 1] is not InputDeclaration)
            node = NetworkGraph.Operands(layers[node - 1], node - 1)[0];
        return graph.IsOverTime(node) ? null : titles.Declaration(node - 1);
    }

    private static void CheckBothEnds(EquatableArray<LayerDeclaration> layers, NetworkGraph graph, int index, ProblemList problems)
    {
        int node = NetworkGraph.Operands(layers[index], index)[0];
        while (node > 0 && layers[node - 1] is DropoutDeclaration && graph.OnlyEndsCount(node - 1))
            node = NetworkGraph.Operands(layers[node - 1], node - 1)[0];
        LayerDeclaration? layer = node == 0 ? null : layers[node - 1];
        if (layer is RecurrentDeclaration { Bidirectional: true })
            return;
        string found = problems.Titles.Unexpected(node) + layer switch
        {
            DropoutDeclaration => ", which other layers read too",
            RecurrentDeclaration => ", which reads in one direction",
            _ => "",
        };
        problems.Add(NotAfterBothDirections, index, null, problems.Titles.Kind("BothEnds"), problems.Titles.Setting("Bidirectional"), problems.Titles.Kind("Dropout"), found);
    }
}
