using static RnnCompiler.Compiler.Declarations.DeclarationProblemKind;

namespace RnnCompiler.Compiler.Declarations;

/// <summary>Rules for the arguments of the model itself.</summary>
internal static class ModelRules
{
    public static void Check(ModelDeclaration model, ProblemList problems)
    {
        if (model.HasTokenInput)
        {
            if (model.InputSize != 0)
                problems.Add(InputSizeWithEmbedding, null, "InputSize", model.InputSize);
        }
        else if (model.InputSize == 0)
        {
            problems.Add(InputSizeMissing, null, "InputSize", DeclarationLimits.Size);
        }
        else
        {
            problems.Size(model.InputSize, DeclarationLimits.Size, null, "InputSize");
        }

        problems.Size(model.SequenceLength, DeclarationLimits.Steps, null, "SequenceLength");
        problems.Defined(model.Loss, null, "Loss");
        problems.Defined(model.Weights, null, "Weights");
        if (!(model.HuberDelta > 0) || float.IsInfinity(model.HuberDelta))
            problems.Add(HuberDeltaOutOfRange, null, "HuberDelta", model.HuberDelta);
    }
}
