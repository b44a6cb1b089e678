using RnnCompiler.Compiler.Declarations;
using static RnnCompiler.Compiler.Declarations.DeclarationProblemKind;

namespace RnnCompiler.Compiler.Rules;

/// <summary>Rules for the arguments of [RnnModel].</summary>
internal static class ModelRules
{
    public static void Check(ModelDeclaration model, ProblemList problems)
    {
        if (model.NamesInputs)
        {
            if (model.InputSize != 0)
                problems.Add(InputSizeWithInputs, null, "InputSize", model.InputSize);
        }
        else if (model.HasTokenInput)
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
        problems.Defined(model.Activations, null, "Activations");
        problems.Defined(model.Unroll, null, "Unroll");
        if (model.UnrollFactor != 0)
            problems.Size(model.UnrollFactor, System.Math.Max(1, System.Math.Min(DeclarationLimits.UnrollFactor, model.SequenceLength)), null, "UnrollFactor");
        if (model.UnrollFactor != 0 && model.Unroll != Unroll.Auto)
            problems.Add(UnrollTwice, null, "UnrollFactor", model.UnrollFactor, model.Unroll);
        if (model.Unroll == Unroll.Full && model.SequenceLength > DeclarationLimits.FullyUnrolledSteps)
            problems.Add(UnrolledTooFar, null, "Unroll", DeclarationLimits.FullyUnrolledSteps, model.SequenceLength);
        if (!(model.HuberDelta > 0) || float.IsInfinity(model.HuberDelta))
            problems.Add(HuberDeltaOutOfRange, null, "HuberDelta", model.HuberDelta);
    }
}
