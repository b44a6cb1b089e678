using RnnCompiler.Compiler.Building;
using static RnnCompiler.Compiler.Declarations.DeclarationProblemKind;

namespace RnnCompiler.Compiler.Declarations;

/// <summary>Rules for totals: everything has to be addressable as one span.</summary>
internal static class TotalRules
{
    /// <summary>Checks a declaration that keeps all other rules.</summary>
    public static void Check(ModelDeclaration model, ProblemList problems)
    {
        NetworkPlan plan = new(model);
        long parameters = PlanTables.Parameters(plan).Sum(static p => p.ElementCount);
        if (parameters > DeclarationLimits.Elements)
            problems.Add(TooManyParameters, null, null, DeclarationLimits.Elements, parameters);

        Example("input", plan.Layers[0].InputSize);
        if (plan.OutputOverTime)
            Example("output", plan.OutputSize);

        void Example(string side, int features)
        {
            if ((long)plan.Steps * features > DeclarationLimits.Elements)
                problems.Add(ExampleTooLarge, null, "SequenceLength", side, plan.Steps, features, DeclarationLimits.Elements);
        }
    }
}
