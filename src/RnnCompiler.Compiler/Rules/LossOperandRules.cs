using RnnCompiler.Compiler.Collections;
using RnnCompiler.Compiler.Declarations;
using static RnnCompiler.Compiler.Declarations.DeclarationProblemKind;

namespace RnnCompiler.Compiler.Rules;

/// <summary>Rules for what the operations of a loss function read, especially the losses that it calls.</summary>
internal static class LossOperandRules
{
    /// <summary>Checks a loss function that satisfies the rules of graphs.</summary>
    /// <param name="model">The declaration.</param>
    /// <param name="loss">The loss function as a network.</param>
    /// <param name="graph">Its graph.</param>
    /// <param name="networkTitles">What messages call the layers of the network.</param>
    /// <param name="problems">Receives the problems.</param>
    public static void Check(ModelDeclaration model, ModelDeclaration loss, NetworkGraph graph, LayerTitles networkTitles, ProblemList problems)
    {
        EquatableArray<LayerDeclaration> layers = loss.Layers;
        NodeSizes sizes = new(loss);
        for (int i = 0; i < layers.Count; i++)
        {
            IReadOnlyList<int> operands = NetworkGraph.Operands(layers[i], i);
            if (layers[i] is DelayDeclaration or TimeReductionDeclaration && !graph.ReadsOverTime(i))
                problems.Add(LossOperandWrong, i, null, problems.Titles.Operation(i), "a value at each step", "one vector");
            if (layers[i] is LossTermDeclaration term && CheckOperands(term, graph, layers, sizes, operands) is { } wrong)
                problems.Add(LossOperandWrong, i, null, term.Loss, wrong.Expected, wrong.Found);
            else if (layers[i] is LossTermDeclaration fusing)
                CheckActivation(model, fusing.Loss, layers, i, networkTitles, problems);
        }
    }

    private static (string Expected, string Found)? CheckOperands(
        LossTermDeclaration term, NetworkGraph graph, EquatableArray<LayerDeclaration> layers, NodeSizes sizes, IReadOnlyList<int> operands)
    {
        (int y, int t) = (operands[0], operands[1]);
        int? classes = Ids(layers, t);
        if (graph.IsOverTime(y) != graph.IsOverTime(t))
            return ("two values at each step, or two vectors", "one of each");
        if (term.Loss != Loss.CrossEntropy)
        {
            if (Ids(layers, y) is not null || classes is not null)
                return ("two values of features", "ids, which CrossEntropy reads");
            if (sizes[y] != sizes[t])
                return ("two values of one size", $"{sizes[y]} and {sizes[t]} features");
            return term.Loss == Loss.BinaryCrossEntropy && ReadsOutput(layers, t) ? ("a target that does not depend on outputs", "one that does") : null;
        }

        if (Ids(layers, y) is not null || classes is null)
            return ("an output, then a target that is Tokens", "other values");
        if (classes != sizes[y])
            return ("an output of one feature for each class", $"{sizes[y]} features and {classes} classes");
        return classes < 2 ? ("at least 2 classes", $"{classes}") : null;
    }

    private static int? Ids(EquatableArray<LayerDeclaration> layers, int node) => layers[node - 1] is InputDeclaration { IsIds: true } ids ? ids.Size : null;

    // Cross entropies have no derivative by their target.
    private static bool ReadsOutput(EquatableArray<LayerDeclaration> layers, int node)
    {
        int outputs = layers.TakeWhile(static layer => layer is InputDeclaration).Count() / 2;
        bool[] reads = new bool[node + 1];
        for (int i = 1; i <= node; i++)
            reads[i] = i <= outputs || NetworkGraph.Operands(layers[i - 1], i - 1).Any(operand => reads[operand]);
        return reads[node];
    }

    /// <summary>Checks that a cross entropy reads probabilities of the activation that it fuses, or logits.</summary>
    private static void CheckActivation(
        ModelDeclaration model, Loss loss, EquatableArray<LayerDeclaration> layers, int index, LayerTitles networkTitles, ProblemList problems)
    {
        if (loss is not (Loss.CrossEntropy or Loss.BinaryCrossEntropy))
            return;
        Activation fused = loss == Loss.CrossEntropy ? Activation.Softmax : Activation.Sigmoid;
        IReadOnlyList<int> nodes = NetworkGraph.HeadAndAfter(layers, NetworkGraph.Operands(layers[index], index)[0]);
        IReadOnlyList<(LayerDeclaration Layer, string Title)> path = [.. nodes.Select(layer => (layers[layer], problems.Titles.Declaration(layer)))];
        if (nodes is [int place, ..] && place < model.OutputNodes.Count)
        {
            IReadOnlyList<int> head = NetworkGraph.HeadAndAfter(model.Layers, model.OutputNodes[place]);
            path = [.. head.Select(layer => (model.Layers[layer], networkTitles.Declaration(layer))), .. path.Skip(1)];
        }

        if (path.Count == 0 || NetworkGraph.ActivationOf(path[0].Layer) is not (not Activation.None and var found))
            return;
        if (found != fused)
            problems.Add(HeadDoesNotFitLoss, index, null, loss, fused, found);
        else if (path.Skip(1).FirstOrDefault(static after => after.Layer is not TimeReductionDeclaration { Kind: TimeReduction.LastStep }) is { Layer: not null } change)
            problems.Add(ProbabilitiesChanged, index, null, loss, fused, change.Title);
    }
}
