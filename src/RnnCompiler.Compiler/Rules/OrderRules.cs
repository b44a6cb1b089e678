using RnnCompiler.Compiler.Collections;
using RnnCompiler.Compiler.Declarations;
using static RnnCompiler.Compiler.Declarations.DeclarationProblemKind;

namespace RnnCompiler.Compiler.Rules;

/// <summary>Rules for the required layers and for their order.</summary>
internal static class OrderRules
{
    public static void Check(EquatableArray<LayerDeclaration> layers, ProblemList problems)
    {
        if (layers.Count == 0)
            problems.Add(NoLayer, null, null);
        else if (!layers.Any(static l => l is RecurrentDeclaration))
            problems.Add(NoRecurrentLayer, null, null);

        string? reduction = null;
        for (int i = 0; i < layers.Count; i++)
        {
            switch (layers[i])
            {
                case EmbeddingDeclaration when i > 0:
                    problems.Add(EmbeddingNotFirst, i, null, i + 1);
                    break;
                case RecurrentDeclaration recurrent when reduction is not null:
                    problems.Add(RecurrentAfterReduction, i, null, DeclarationMessages.AttributeName(recurrent), reduction);
                    break;
                case TimeReductionDeclaration again when reduction is not null:
                    problems.Add(ReductionAfterReduction, i, null, DeclarationMessages.AttributeName(again), reduction);
                    break;
                case TimeReductionDeclaration first:
                    reduction = DeclarationMessages.AttributeName(first);
                    if (first.Kind == TimeReduction.BothEnds)
                        CheckBothEnds(layers, i, problems);
                    break;
                case DropoutDeclaration when i == layers.Count - 1:
                    problems.Add(DropoutLast, i, null);
                    break;
            }
        }
    }

    private static void CheckBothEnds(EquatableArray<LayerDeclaration> layers, int index, ProblemList problems)
    {
        LayerDeclaration? before = layers.Take(index).LastOrDefault(static l => l is not DropoutDeclaration);
        if (before is RecurrentDeclaration { Bidirectional: true })
            return;
        string found = before switch
        {
            null => "no layer before it",
            RecurrentDeclaration => $"[{DeclarationMessages.AttributeName(before)}] of one direction",
            _ => $"[{DeclarationMessages.AttributeName(before)}]",
        };
        problems.Add(NotAfterBothDirections, index, null, found);
    }
}
