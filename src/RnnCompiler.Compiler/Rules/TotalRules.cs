using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Layout;
using RnnCompiler.Compiler.Networks;
using static RnnCompiler.Compiler.Declarations.DeclarationProblemKind;

namespace RnnCompiler.Compiler.Rules;

/// <summary>Rules for totals: one span must be able to address each buffer.</summary>
internal static class TotalRules
{
    /// <summary>Checks a declaration that satisfies all other rules.</summary>
    public static void Check(ModelDeclaration model, ProblemList problems)
    {
        NetworkPlan plan = new(model);
        CheckNames(plan, problems);
        CheckRecurrentDropout(plan, problems);
        CheckMemory(plan, problems);
        if (!problems.IsEmpty)
            return;
        long parameters = PlanTables.Parameters(plan).Sum(static p => p.ElementCount);
        long packed = PlanTables.Weights(plan).Sum(static w => Padded(w.Type));
        if (Math.Max(parameters, packed) > DeclarationLimits.Elements)
            problems.Add(TooManyParameters, null, null, DeclarationLimits.Elements, parameters > DeclarationLimits.Elements ? parameters : packed);

        CodeRules.Check(plan, problems);
        if (!plan.Inputs.Where(static port => port.OverTime).Any(input => Example("input", plan.SizeOf(input.Node), plan.StepsOf(input.Node)))
            && !plan.Outputs.Where(static port => port.OverTime).Any(output => Example("output", plan.SizeOf(output.Node), plan.StepsOf(output.Node)))
            && !plan.Targets.Where(static port => port.OverTime).Any(target => Example("target", target.Type.Rows, plan.StepsOf(target.Node))))
        {
            long tape = TapePerStep(plan) + (plan.LossFunction is { } function ? TapePerStep(function) : 0);
            _ = Example("tape for back-propagation", tape, plan.GroupInputs.Select(input => plan.StepsOf(input.Node)).Append(plan.Steps).Max());
        }

        bool Example(string side, long features, int steps)
        {
            bool tooLarge = (steps + 1L) * features > DeclarationLimits.Elements;
            if (tooLarge)
                problems.Add(ExampleTooLarge, null, "SequenceLength", side, steps, features, DeclarationLimits.Elements);
            return tooLarge;
        }
    }

    private static void CheckMemory(NetworkPlan plan, ProblemList problems)
    {
        for (int i = 0; i < plan.Layers.Count; i++)
        {
            int steps = plan.Layers[i].Declaration switch
            {
                ConvolutionDeclaration convolution => convolution.Memory + convolution.Kernel,
                DelayDeclaration delay => delay.Steps,
                _ => 0,
            };
            if ((long)steps * plan.Layers[i].InputSize > DeclarationLimits.Elements)
                problems.Add(ExampleTooLarge, i, null, "memory", steps, plan.Layers[i].InputSize, DeclarationLimits.Elements);
        }
    }

    private static void CheckNames(NetworkPlan plan, ProblemList problems)
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        for (int i = 0; i < plan.Layers.Count; i++)
        {
            foreach (ParameterTensor parameter in PlanTables.Parameters(plan.Layers[i]))
            {
                if (!names.Add(parameter.Name))
                    problems.Add(ParameterNameTwice, i, null, parameter.Name);
            }
        }
    }

    private static void CheckRecurrentDropout(NetworkPlan plan, ProblemList problems)
    {
        for (int i = 0; i < plan.Layers.Count; i++)
        {
            if (plan.Layers[i] is { Declaration: RecurrentDeclaration { RecurrentDropout: > 0, Cell: CustomDeclaration custom } } layer
                && !RecurrentDropout.HasProduct(layer.Cells[0].Cell))
            {
                problems.Add(NoRecurrentProduct, i, "RecurrentDropout", custom.Program.Name);
            }
        }
    }

    /// <summary>
    /// Upper bound of the numbers on the tape for each step of one example: each pre-activation, state, input and output and its cotangent. The
    /// actual tape is smaller and known only after scheduling, which is too late for a rule.
    /// </summary>
    internal static long TapePerStep(NetworkPlan plan) => plan.Layers.Sum(layer => 4L * (Pad(layer.InputSize) + Pad(layer.OutputSize)) + layer.Cells.Sum(static place =>
        2L * place.Cell.NumbersPerStep + 2L * Pad(place.Cell.InputSize))
        + (layer.Declaration is AttentionDeclaration ? 6L * Pad(plan.Steps) : 0)); // scores and weights of all keys

    private static long Padded(TensorType type) => type.IsMatrix ? (long)Pad(type.Rows) * Pad(type.Columns) : Pad(type.Rows);

    private static int Pad(int length) => Padding.Pad(length);
}
