using RnnCompiler.Compiler.Declarations;
using static RnnCompiler.Compiler.Declarations.DeclarationProblemKind;

namespace RnnCompiler.Compiler.Rules;

/// <summary>Rules for the arguments of a single layer.</summary>
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
                problems.Rate(recurrent.Zoneout, index, "Zoneout");
                problems.Rate(recurrent.RecurrentDropout, index, "RecurrentDropout");
                problems.Rate(recurrent.Dropout, index, "Dropout");
                if (recurrent.Cell is CustomDeclaration custom)
                {
                    CheckDimensions(custom, index, problems);
                    if (!recurrent.UseBias)
                        problems.Add(BiasOfCustomCell, index, "UseBias", custom.Program.Name);
                }

                if (recurrent.Cell is ElmanDeclaration elman
                    && problems.Defined(elman.Activation, index, "Activation")
                    && elman.Activation is not (Activation.Tanh or Activation.Relu))
                {
                    problems.Add(CellActivationNotSupported, index, "Activation", elman.Activation);
                }

                break;
            case InputDeclaration input:
                bool isTokens = input.Kind == InputKind.Tokens;
                problems.Size(input.Size, isTokens ? DeclarationLimits.Vocabulary : DeclarationLimits.Size, index, isTokens ? "vocabulary" : "size");
                if (input.Length is { } length)
                    problems.Size(length, DeclarationLimits.Steps, index, "length");
                break;
            case LossTermDeclaration term:
                if (!(term.Delta > 0) || double.IsInfinity(term.Delta))
                    problems.Add(HuberDeltaOutOfRange, index, "delta", term.Delta);
                break;
            case DenseDeclaration dense:
                problems.Size(dense.Units, DeclarationLimits.Size, index, "units");
                problems.Defined(dense.Activation, index, "Activation");
                break;
            case ConvolutionDeclaration convolution:
                problems.Size(convolution.Channels, DeclarationLimits.Size, index, "channels");
                problems.Size(convolution.Kernel, DeclarationLimits.Taps, index, "kernel");
                problems.Size(convolution.Dilation, DeclarationLimits.Delay, index, "dilation");
                problems.Defined(convolution.Activation, index, "activation");
                break;
            case DelayDeclaration delay:
                problems.Size(delay.Steps, DeclarationLimits.Delay, index, "steps");
                break;
            case ElementwiseDeclaration operation:
                problems.Defined(operation.Kind, index, "kind");
                break;
            case FeatureReductionDeclaration reduction:
                problems.Defined(reduction.Kind, index, "kind");
                break;
            case EmbeddingDeclaration embedding:
                problems.Size(embedding.Vocabulary, DeclarationLimits.Vocabulary, index, "vocabulary");
                problems.Size(embedding.Dimension, DeclarationLimits.Size, index, "dimension");
                break;
            case DropoutDeclaration dropout:
                problems.Rate(dropout.Rate, index, "rate");
                break;
            case TimeReductionDeclaration reduction:
                problems.Defined(reduction.Kind, index, "Kind");
                break;
        }
    }

    private static void CheckDimensions(CustomDeclaration cell, int index, ProblemList problems)
    {
        IReadOnlyList<string> names = cell.Program.NamedSizes;
        HashSet<string> given = new(StringComparer.Ordinal);
        foreach (NamedSize dimension in cell.Dimensions)
        {
            if (!names.Contains(dimension.Name))
                problems.Add(DimensionUnknown, index, "Dimensions", dimension.Name, cell.Program.Name, names.Count == 0 ? "none" : string.Join(", ", names));
            else if (!given.Add(dimension.Name))
                problems.Add(DimensionTwice, index, "Dimensions", dimension.Name);
            else if (dimension.Size < 1 || dimension.Size > DeclarationLimits.Size)
                problems.Add(DimensionOutOfRange, index, "Dimensions", dimension.Name, DeclarationLimits.Size, dimension.Size);
        }

        foreach (string name in names.Where(n => !given.Contains(n)))
            problems.Add(DimensionMissing, index, "Dimensions", name, cell.Program.Name);
    }
}
