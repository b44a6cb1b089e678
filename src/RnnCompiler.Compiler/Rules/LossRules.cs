using RnnCompiler.Compiler.Collections;
using RnnCompiler.Compiler.Declarations;
using static RnnCompiler.Compiler.Declarations.DeclarationProblemKind;

namespace RnnCompiler.Compiler.Rules;

/// <summary>Rules for the loss function of a declaration that is valid without it.</summary>
internal static class LossRules
{
    public static void Check(ModelDeclaration model, LayerTitles titles, ProblemList problems)
    {
        if (model.Loss != Loss.MeanSquaredError)
            problems.Add(LossTwice, null, "Loss", $"Loss.{model.Loss}");
        else if (!model.HuberDelta.Equals(1f))
            problems.Add(LossTwice, null, "HuberDelta", "HuberDelta");
        ProblemList ofLoss = new(titles, isOfLoss: true);
        CheckFunction(model, model.LossFunction!, problems.Titles, ofLoss);
        problems.Add(ofLoss);
    }

    private static void CheckFunction(ModelDeclaration model, LossFunctionDeclaration function, LayerTitles networkTitles, ProblemList problems)
    {
        int outputs = model.OutputNodes.Count;
        EquatableArray<LayerDeclaration> layers = function.Layers;
        for (int i = 0; i < layers.Count; i++)
        {
            foreach (int node in NetworkGraph.Operands(layers[i], i).Where(node => node < 1 || node > i))
                problems.Add(NodeUnknown, i, null, i, node);
            if (layers[i] is InputDeclaration && i >= function.Inputs.Count)
                problems.Add(InputMisplaced, i, null, problems.Titles.Operation(i));
            if (NeedsMore(layers[i]))
                problems.Add(LayerInLoss, i, null, problems.Titles.Operation(i));
        }

        if (function.Inputs.Count != 2 * outputs)
            problems.Add(LossInputCount, null, null, outputs, function.Inputs.Count);
        if (!problems.IsEmpty)
            return;
        NetworkGraph network = new(model);
        CheckInputs(model, network, function, problems);
        ModelDeclaration loss = function.AsNetwork(model);
        NetworkGraph graph = new(layers, loss.OutputNodes, [.. model.LossGroups(network)]);
        for (int i = 0; i < layers.Count; i++)
            LayerRules.Check(layers[i], i, problems);
        NameRules.Check(layers, problems);
        GraphRules.CheckLayers(loss, graph, problems);
        if (!problems.IsEmpty)
            return;
        LossOperandRules.Check(model, loss, graph, networkTitles, problems);
        for (int i = 0; i < outputs && layers.Count > 2 * outputs; i++)
        {
            if (!graph.IsUsed(i))
                problems.Add(OutputWithoutLoss, i, null, problems.Titles.Node(i + 1));
        }

        if (layers.Count == 2 * outputs)
            problems.Add(LossNotScalar, layers.Count - 1, null, "a parameter");
        else if (graph.IsOverTime(layers.Count))
            problems.Add(LossNotScalar, layers.Count - 1, null, "a value at each step");
        else if (new NodeSizes(loss)[layers.Count] is > 1 and int size)
            problems.Add(LossNotScalar, layers.Count - 1, null, $"{size} features");
    }

    /// <summary>Returns whether a layer has parameters, states between windows that no example begins with, or random masks.</summary>
    private static bool NeedsMore(LayerDeclaration layer) => layer is not (InputDeclaration or ElementwiseDeclaration or FeatureReductionDeclaration or RepeatDeclaration
        or DelayDeclaration or ConcatDeclaration or SliceDeclaration or LossTermDeclaration or TimeReductionDeclaration { Kind: not TimeReduction.BothEnds });

    private static void CheckInputs(ModelDeclaration model, NetworkGraph network, LossFunctionDeclaration function, ProblemList problems)
    {
        NodeSizes sizes = new(model);
        IReadOnlyList<int> nodes = model.OutputNodes;
        for (int i = 0; i < function.Inputs.Count; i++)
        {
            InputDeclaration input = function.Inputs[i];
            bool overTime = network.IsOverTime(nodes[i % nodes.Count]);
            if (input.Length is { } length)
                problems.Add(LossInputDiffers, i, "length", problems.Titles.Node(i + 1), "of the length of the output in its place", $"length {length}");
            if (input.Generated is { } generated)
                problems.Add(LossInputDiffers, i, "start", problems.Titles.Node(i + 1), "given with the example, not written by the network", $"start {generated.Start}");
            if (i >= nodes.Count)
            {
                if (input.IsOverTime && !overTime)
                    problems.Add(LossInputDiffers, i, null, problems.Titles.Node(i + 1), "one vector or class, as the output in its place", LayerNames.Kind(input));
                continue;
            }

            InputKind kind = overTime ? InputKind.Sequence : InputKind.Features;
            if (input.Kind != kind || (sizes[nodes[i]] > 0 && input.Size != sizes[nodes[i]]))
                problems.Add(LossInputDiffers, i, null, problems.Titles.Node(i + 1), $"the output, {kind} of size {sizes[nodes[i]]}", $"{input.Kind} of size {input.Size}");
        }
    }
}
