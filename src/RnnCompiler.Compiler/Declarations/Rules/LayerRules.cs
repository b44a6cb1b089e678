using static RnnCompiler.Compiler.Declarations.DeclarationProblemKind;

namespace RnnCompiler.Compiler.Declarations;

/// <summary>Rules for the arguments of one layer by itself.</summary>
internal static class LayerRules
{
    public static void Check(LayerDeclaration layer, int index, ProblemList problems)
    {
        switch (layer)
        {
            case RecurrentDeclaration recurrent:
                problems.Size(recurrent.HiddenSize, DeclarationLimits.Size, index, "hiddenSize");
                problems.Size(recurrent.Layers, DeclarationLimits.Layers, index, "Layers");
                problems.Defined(recurrent.Merge, index, "Merge");
                if (recurrent.Cell is ElmanDeclaration elman
                    && problems.Defined(elman.Activation, index, "Activation")
                    && elman.Activation is not (Activation.Tanh or Activation.Relu))
                {
                    problems.Add(CellActivationNotSupported, index, "Activation", elman.Activation);
                }

                break;
            case DenseDeclaration dense:
                problems.Size(dense.Units, DeclarationLimits.Size, index, "units");
                problems.Defined(dense.Activation, index, "Activation");
                break;
            case EmbeddingDeclaration embedding:
                problems.Size(embedding.Vocabulary, DeclarationLimits.Vocabulary, index, "vocabulary");
                problems.Size(embedding.Dimension, DeclarationLimits.Size, index, "dimension");
                break;
            case DropoutDeclaration dropout:
                if (!(dropout.Rate >= 0 && dropout.Rate < 1))
                    problems.Add(RateOutOfRange, index, "rate", dropout.Rate);
                break;
            case TimeReductionDeclaration reduction:
                problems.Defined(reduction.Kind, index, "Kind");
                break;
        }
    }
}
