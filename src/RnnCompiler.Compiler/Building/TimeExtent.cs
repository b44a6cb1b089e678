using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Networks;

namespace RnnCompiler.Compiler.Building;

/// <summary>The steps of the sequences of a length group.</summary>
/// <param name="Steps">The largest number of steps.</param>
/// <param name="Mask">
/// 1 for each step that the example has, then 0: the example executes all steps, and steps that it does not have change nothing. Null for the group of the model, of which an
/// example executes as many steps as it has.
/// </param>
internal sealed record TimeExtent(int Steps, Value? Mask)
{
    /// <summary>Returns the steps of each length group of a network, that of the model first.</summary>
    /// <param name="plan">The network.</param>
    /// <param name="arguments">The padding masks by key; none of a group whose steps are not computed.</param>
    public static IReadOnlyList<TimeExtent> Of(NetworkPlan plan, IReadOnlyDictionary<string, Value> arguments) =>
        [new TimeExtent(plan.Steps, null), .. plan.GroupInputs.Select(input =>
            new TimeExtent(plan.StepsOf(input.Node), arguments.TryGetValue(PlanTables.PaddingMask(input), out Value? mask) ? mask : null))];

    /// <summary>Returns a vector that is 0 if the example has no steps of the group.</summary>
    public Expression UnlessEmpty(FunctionBuilder builder, Expression vector)
    {
        if (Mask is null)
            return vector;
        Value first = builder.Add(new StepOperation(OperationKind.TakeStep, 0, Steps), [Mask]);
        Value present = builder.Add(new LengthOperation(OperationKind.Broadcast, vector.Value.Type.Rows), [first]);
        return Expression.Select(new Expression(builder, present), vector, vector.Number(0));
    }
}
