using RnnCompiler.Compiler.Declarations;
using static RnnCompiler.Compiler.Declarations.DeclarationProblemKind;

namespace RnnCompiler.Compiler.Rules;

/// <summary>
/// Rules for the input of the loss. The head is the last dense or recurrent layer; the outputs of a recurrent head have no further activation. A
/// last-step reduction after the head has no effect on the rules; a mean, a maximum or dropout has.
/// </summary>
internal static class HeadRules
{
    public static void Check(ModelDeclaration model, ProblemList problems)
    {
        int head = model.Layers.Count - 1;
        while (head >= 0 && model.Layers[head] is TimeReductionDeclaration or DropoutDeclaration)
            head--;
        if (head < 0)
            return;

        DenseDeclaration? dense = model.Layers[head] as DenseDeclaration;
        int outputs = dense?.Units ?? (model.Layers[head] as RecurrentDeclaration)?.HiddenSize ?? 0;
        if (model.Loss == Loss.CrossEntropy && outputs == 1 && !IsDoubled(model.Layers[head]))
            problems.Add(TooFewClasses, head, dense is null ? "hiddenSize" : "units", outputs);
        if (dense is null || !Enum.IsDefined(typeof(Activation), dense.Activation))
            return;

        switch (model.Loss)
        {
            case Loss.CrossEntropy:
                CheckEntropy(model, head, dense.Activation, Activation.Softmax, problems);
                break;
            case Loss.BinaryCrossEntropy:
                CheckEntropy(model, head, dense.Activation, Activation.Sigmoid, problems);
                break;
            case Loss.MeanSquaredError or Loss.MeanAbsoluteError or Loss.Huber when dense.Activation == Activation.Softmax:
                problems.Add(SoftmaxWithoutCrossEntropy, head, "Activation", model.Loss);
                break;
        }
    }

    private static void CheckEntropy(ModelDeclaration model, int head, Activation found, Activation fused, ProblemList problems)
    {
        if (found == Activation.None)
            return;
        if (found != fused)
        {
            problems.Add(HeadDoesNotFitLoss, head, "Activation", model.Loss, fused, found);
            return;
        }

        // Dropout as the last layer is an error with any loss and has a separate rule.
        LayerDeclaration? change = model.Layers.Skip(head + 1).FirstOrDefault(l =>
            l is TimeReductionDeclaration { Kind: not TimeReduction.LastStep }
            || (l is DropoutDeclaration && !ReferenceEquals(l, model.Layers[model.Layers.Count - 1])));
        if (change is not null)
            problems.Add(ProbabilitiesChanged, head, "Activation", model.Loss, fused, DeclarationMessages.AttributeName(change));
    }

    private static bool IsDoubled(LayerDeclaration layer) => layer is RecurrentDeclaration { Bidirectional: true, Merge: Merge.Concat };
}
