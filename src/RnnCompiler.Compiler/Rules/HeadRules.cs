using RnnCompiler.Compiler.Declarations;
using static RnnCompiler.Compiler.Declarations.DeclarationProblemKind;

namespace RnnCompiler.Compiler.Rules;

/// <summary>
/// Rules for the input of the loss. The head is the last layer before reductions over time and dropout. A
/// last-step reduction after the head has no effect on the rules; a mean, a maximum or dropout has.
/// </summary>
internal static class HeadRules
{
    public static void Check(ModelDeclaration model, ProblemList problems)
    {
        foreach (int output in model.OutputNodes.Distinct())
        {
            IReadOnlyList<int> path = NetworkGraph.HeadAndAfter(model.Layers, output);
            if (path.Count > 0)
                Check(model, path, problems);
        }
    }

    private static void Check(ModelDeclaration model, IReadOnlyList<int> path, ProblemList problems)
    {
        LayerDeclaration head = model.Layers[path[0]];
        if (model.Loss == Loss.CrossEntropy && new NodeSizes(model)[path[0] + 1] == 1)
            problems.Add(TooFewClasses, path[0], head is DenseDeclaration ? "units" : head is RecurrentDeclaration ? "hiddenSize" : null, 1);

        Activation activation = NetworkGraph.ActivationOf(head);
        if (!Enum.IsDefined(typeof(Activation), activation))
            return;
        switch (model.Loss)
        {
            case Loss.CrossEntropy:
                CheckEntropy(model, path, activation, Activation.Softmax, problems);
                break;
            case Loss.BinaryCrossEntropy:
                CheckEntropy(model, path, activation, Activation.Sigmoid, problems);
                break;
            case Loss.MeanSquaredError or Loss.MeanAbsoluteError or Loss.Huber when activation == Activation.Softmax:
                problems.Add(SoftmaxWithoutCrossEntropy, path[0], "Activation", model.Loss);
                break;
        }
    }

    private static void CheckEntropy(ModelDeclaration model, IReadOnlyList<int> path, Activation found, Activation fused, ProblemList problems)
    {
        if (found == Activation.None)
            return;
        if (found != fused)
        {
            problems.Add(HeadDoesNotFitLoss, path[0], "Activation", model.Loss, fused, found);
            return;
        }

        // Dropout as the last layer is an error with any loss and has a separate rule.
        int last = path[path.Count - 1];
        int? change = path.Skip(1)
            .Where(after => model.Layers[after] is TimeReductionDeclaration { Kind: not TimeReduction.LastStep } || (model.Layers[after] is DropoutDeclaration && after != last))
            .Select(static after => (int?)after)
            .FirstOrDefault();
        if (change is { } layer)
            problems.Add(ProbabilitiesChanged, path[0], "Activation", model.Loss, fused, problems.Titles.Declaration(layer));
    }
}
