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
            plan.IsStreaming ? BuildStep(plan) : null,
            BuildLoss(plan),
            Training: null,
            PlanTables.Parameters(plan),
            PlanTables.States(plan),
            PlanTables.Noises(plan));
    }

    /// <summary>Returns the name of the scan body in the loss function of the first recurrent layer's first level, forward direction.</summary>
    internal static string FirstRecurrence(ModelDeclaration declaration)
    {
        NetworkPlan plan = new(declaration);
        return $"loss.{plan.Layers.First(static l => l.Cells.Count > 0).Cells[0].BodyName}";
    }

    /// <summary>(input f[T,I] or i[T], initial states, step count, weights) → (output f[T,O] or f[O], each state after the last step under its name).</summary>
    private static Function BuildSequence(NetworkPlan plan)
    {
        FunctionBuilder builder = new("sequence");
        Value input = builder.Parameter("input", plan.StepInputType.Stack(plan.Steps), ParameterRole.Input);
        Dictionary<string, Value> arguments = [];
        AddRow(builder, plan, arguments);
        AddWeights(builder, plan, arguments);

        SequenceNetworkBuilder network = new(plan, builder, "sequence", arguments, training: false);
        NetworkOutput output = network.Run(input).Activated();
        Value result = output.Vector?.Value ?? output.Sequence!.Materialize(builder, "sequence", plan.Steps).EachStep;
        builder.Result("output", builder.Name(result, "output"));
        AddFinalStates(builder, plan, network);
        return builder.Build();
    }

    /// <summary>(input f[I] or i[], states, weights) → (output f[O], the next value of each state under its name).</summary>
    private static Function BuildStep(NetworkPlan plan)
    {
        FunctionBuilder builder = new("step");
        Value input = builder.Parameter("input", plan.StepInputType, ParameterRole.Input);
        Dictionary<string, Value> arguments = [];
        AddStates(builder, plan, arguments);
        AddWeights(builder, plan, arguments);

        StepNetworkBuilder network = new(builder, arguments);
        builder.Result("output", network.Run(plan, input).Named("output").Value);
        foreach (StateTensor state in PlanTables.States(plan))
            builder.Result(state.Name, network.NextStates[state.Name].Value);
        return builder.Build();
    }

    /// <summary>
    /// (input, target f[T,O], f[O], i[T] or i[], initial states, step count, loss weights f[T] or f[], masks, weights) → loss f[], the weighted sum of the terms of the
    /// example, and each state after the last step under its name. Models that cannot be streamed have no such result: no window of a longer sequence follows another there.
    /// </summary>
    private static Function BuildLoss(NetworkPlan plan)
    {
        FunctionBuilder builder = new("loss");
        Value input = builder.Parameter("input", plan.StepInputType.Stack(plan.Steps), ParameterRole.Input);
        TensorType targetType = plan.OutputOverTime ? plan.StepTargetType.Stack(plan.Steps) : plan.StepTargetType;
        Value target = builder.Parameter("target", targetType, ParameterRole.Target);
        Dictionary<string, Value> arguments = [];
        AddRow(builder, plan, arguments);
        TensorType weightType = plan.OutputOverTime ? TensorType.Scalar.Stack(plan.Steps) : TensorType.Scalar;
        Value lossWeight = builder.Parameter(PlanTables.LossWeight, weightType, ParameterRole.LossWeight);
        foreach (NoiseTensor noise in PlanTables.Noises(plan))
            arguments[noise.Name] = builder.Parameter(noise.Name, noise.Type, ParameterRole.Noise);
        AddWeights(builder, plan, arguments);

        LossTerm loss = LossLibrary.Create(plan.Declaration);
        SequenceNetworkBuilder network = new(plan, builder, "loss", arguments, training: true);
        NetworkOutput output = network.Run(input);
        Expression total = output.Vector is { } vector
            ? loss.Total(vector, output.Activation, new Expression(builder, target), new Expression(builder, lossWeight))
            : TotalOverTime(builder, plan, loss, output, target, lossWeight);
        builder.Result("loss", total.Named("loss").Value);
        if (plan.IsStreaming)
            AddFinalStates(builder, plan, network);
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

    private static void AddStates(FunctionBuilder builder, NetworkPlan plan, Dictionary<string, Value> arguments)
    {
        foreach (StateTensor state in PlanTables.States(plan))
            arguments[state.Name] = builder.Parameter(state.Name, state.Type, ParameterRole.State);
    }

    /// <summary>Adds what is known of each example before its first step: its states and, if a layer needs them, whether they are the learned ones, and its steps.</summary>
    private static void AddRow(FunctionBuilder builder, NetworkPlan plan, Dictionary<string, Value> arguments)
    {
        AddStates(builder, plan, arguments);
        if (plan.Declaration.Layers.Any(static l => l is RecurrentDeclaration { LearnInitialState: true }))
            arguments[PlanTables.Start] = builder.Parameter(PlanTables.Start, TensorType.Scalar, ParameterRole.Start);
        if (plan.Declaration.Layers.Any(static l => l is TimeReductionDeclaration { Kind: TimeReduction.Mean }))
            arguments[PlanTables.StepCount] = builder.Parameter(PlanTables.StepCount, TensorType.Scalar, ParameterRole.StepCount);
    }

    private static void AddFinalStates(FunctionBuilder builder, NetworkPlan plan, SequenceNetworkBuilder network)
    {
        foreach (StateTensor state in PlanTables.States(plan))
            builder.Result(state.Name, network.FinalState(state.Name));
    }

    private static void AddWeights(FunctionBuilder builder, NetworkPlan plan, Dictionary<string, Value> arguments)
    {
        foreach (WeightPlan weight in PlanTables.Weights(plan))
            arguments[weight.Key] = builder.Parameter(weight.Key, weight.Type, ParameterRole.Weight);
    }
}
