using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Losses;
using RnnCompiler.Compiler.Modules;
using RnnCompiler.Compiler.Networks;
using RnnCompiler.Compiler.Rules;

namespace RnnCompiler.Compiler.Building;

/// <summary>
/// Builds equations from a declaration: inference over a sequence, one streaming step, and the loss of one example. A later pass differentiates the
/// loss.
/// </summary>
public static class ModuleBuilder
{
    /// <summary>Builds the module of a declaration, without its training function.</summary>
    /// <exception cref="InvalidDeclarationException">The declaration breaks a rule; the exception lists all that it breaks.</exception>
    public static Module Build(ModelDeclaration declaration)
    {
        IReadOnlyList<DeclarationProblem> problems = DeclarationRules.Check(declaration);
        if (problems.Count > 0)
            throw new InvalidDeclarationException(declaration.Name, problems);

        NetworkPlan plan = new(declaration);
        return new Module(
            declaration,
            BuildSequence(plan),
            declaration.IsBidirectional ? null : BuildStep(plan),
            BuildLoss(plan),
            Training: null,
            PlanTables.Parameters(plan),
            declaration.IsBidirectional ? [] : PlanTables.States(plan),
            PlanTables.Noises(plan));
    }

    /// <summary>(input f[T,I] or i[T], step count, weights) → output f[T,O] or f[O].</summary>
    private static Function BuildSequence(NetworkPlan plan)
    {
        FunctionBuilder builder = new("sequence");
        Value input = builder.Parameter("input", plan.StepInputType.Stack(plan.Steps), ParameterRole.Input);
        Dictionary<string, Value> arguments = [];
        AddStepCount(builder, plan, arguments);
        AddWeights(builder, plan, arguments);

        NetworkOutput output = new SequenceNetworkBuilder(plan, builder, "sequence", arguments, training: false).Run(input);
        output = output.Activated();
        Value result = output.Vector?.Value ?? output.Sequence!.Materialize(builder, "sequence", plan.Steps).EachStep;
        builder.Result("output", builder.Name(result, "output"));
        return builder.Build();
    }

    /// <summary>(input f[I] or i[], states, weights) → (output f[O], the next value of each state under its name).</summary>
    private static Function BuildStep(NetworkPlan plan)
    {
        FunctionBuilder builder = new("step");
        Value input = builder.Parameter("input", plan.StepInputType, ParameterRole.Input);
        Dictionary<string, Value> arguments = [];
        IReadOnlyList<StateTensor> states = PlanTables.States(plan);
        foreach (StateTensor state in states)
            arguments[state.Name] = builder.Parameter(state.Name, state.Type, ParameterRole.State);
        AddWeights(builder, plan, arguments);

        StepNetworkBuilder network = new(builder, arguments);
        builder.Result("output", network.Run(plan, input).Named("output").Value);
        foreach (StateTensor state in states)
            builder.Result(state.Name, network.NextStates[state.Name].Value);
        return builder.Build();
    }

    /// <summary>
    /// (input, target f[T,O], f[O], i[T] or i[], step count, loss weights f[T] or f[], masks, weights) → loss f[], the weighted sum of the terms of the example.
    /// </summary>
    private static Function BuildLoss(NetworkPlan plan)
    {
        FunctionBuilder builder = new("loss");
        Value input = builder.Parameter("input", plan.StepInputType.Stack(plan.Steps), ParameterRole.Input);
        TensorType targetType = plan.OutputOverTime ? plan.StepTargetType.Stack(plan.Steps) : plan.StepTargetType;
        Value target = builder.Parameter("target", targetType, ParameterRole.Target);
        Dictionary<string, Value> arguments = [];
        AddStepCount(builder, plan, arguments);
        TensorType weightType = plan.OutputOverTime ? TensorType.Scalar.Stack(plan.Steps) : TensorType.Scalar;
        Value lossWeight = builder.Parameter(PlanTables.LossWeight, weightType, ParameterRole.LossWeight);
        foreach (NoiseTensor noise in PlanTables.Noises(plan))
            arguments[noise.Name] = builder.Parameter(noise.Name, noise.Type, ParameterRole.Noise);
        AddWeights(builder, plan, arguments);

        LossTerm loss = LossLibrary.Create(plan.Declaration);
        NetworkOutput output = new SequenceNetworkBuilder(plan, builder, "loss", arguments, training: true).Run(input);
        Expression total = output.Vector is { } vector
            ? loss.Total(vector, output.Activation, new Expression(builder, target), new Expression(builder, lossWeight))
            : TotalOverTime(builder, plan, loss, output, target, lossWeight);
        builder.Result("loss", total.Named("loss").Value);
        return builder.Build();
    }

    /// <summary>One map over time computes the head at a step and its term of the loss.</summary>
    private static Expression TotalOverTime(FunctionBuilder builder, NetworkPlan plan, LossTerm loss, NetworkOutput output, Value target, Value lossWeight)
    {
        ScanBuilder map = new(builder, "loss.each_step", ScanDirection.Forward, plan.Steps);
        Expression expected = map.Input(target, "target");
        Expression weight = map.Input(lossWeight, PlanTables.LossWeight);
        map.Sum("total", loss.Total(map.Step(output.Sequence!), output.Activation, expected, weight));
        return new Expression(builder, map.Build("total")[0]);
    }

    /// <summary>Adds the step count if a layer needs it.</summary>
    private static void AddStepCount(FunctionBuilder builder, NetworkPlan plan, Dictionary<string, Value> arguments)
    {
        if (plan.Declaration.Layers.Any(static l => l is TimeReductionDeclaration { Kind: TimeReduction.Mean }))
            arguments[PlanTables.StepCount] = builder.Parameter(PlanTables.StepCount, TensorType.Scalar, ParameterRole.StepCount);
    }

    private static void AddWeights(FunctionBuilder builder, NetworkPlan plan, Dictionary<string, Value> arguments)
    {
        foreach (WeightPlan weight in PlanTables.Weights(plan))
            arguments[weight.Key] = builder.Parameter(weight.Key, weight.Type, ParameterRole.Weight);
    }
}
