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
            plan.Generated is null ? BuildSequence(plan) : DecoderBuilder.BuildEncoder(plan),
            plan.Generated is not null ? DecoderBuilder.BuildStep(plan) : plan.IsStreaming ? BuildStep(plan) : null,
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

    /// <summary>(inputs, padding masks, initial states, step count, weights) → (outputs, each state after the last step under its name).</summary>
    private static Function BuildSequence(NetworkPlan plan)
    {
        FunctionBuilder builder = new("sequence");
        Dictionary<string, Value> arguments = [];
        AddInputs(builder, plan, arguments, plan.Inputs);
        AddRow(builder, plan, arguments, isLoss: false);
        AddWeights(builder, plan, arguments);

        SequenceNetworkBuilder network = new(plan, builder, "sequence", arguments, training: false, TimeExtent.Of(plan, arguments));
        foreach ((PortPlan port, NetworkOutput value) in plan.Outputs.Zip(network.Run(), static (port, value) => (port, value.Activated())))
        {
            Value result = value.Vector?.Value ?? value.Sequence!.Materialize(builder, "sequence", network.ExtentOf(port.Node)).EachStep;
            builder.Result(port.Key, builder.Name(result, port.Key));
        }

        AddFinalStates(builder, plan, network);
        return builder.Build();
    }

    /// <summary>(inputs at one step, states, weights) → (outputs at the step, the next value of each state under its name).</summary>
    private static Function BuildStep(NetworkPlan plan)
    {
        FunctionBuilder builder = new("step");
        Dictionary<string, Value> arguments = [];
        foreach (PortPlan input in plan.Inputs)
            arguments[input.Key] = builder.Parameter(input.Key, input.Type, ParameterRole.Input);
        AddStates(builder, plan, arguments);
        AddWeights(builder, plan, arguments);

        StepNetworkBuilder network = new(builder, arguments);
        foreach ((PortPlan port, Expression value) in plan.Outputs.Zip(network.Run(plan), static (port, value) => (port, value)))
            builder.Result(port.Key, value.Named(port.Key).Value);
        foreach (StateTensor state in PlanTables.States(plan))
            builder.Result(state.Name, network.NextStates[state.Name].Value);
        return builder.Build();
    }

    /// <summary>
    /// (inputs, padding masks, targets, initial states, step count, loss weights f[T] or f[] of each output, masks, weights) → loss f[], the weighted sum of the terms of the
    /// example, and each state after the last step under its name. Models that cannot be streamed have no such result: no window of a longer sequence follows another there.
    /// </summary>
    private static Function BuildLoss(NetworkPlan plan)
    {
        FunctionBuilder builder = new("loss");
        Dictionary<string, Value> arguments = [];
        AddInputs(builder, plan, arguments, plan.Inputs);
        foreach (PortPlan target in plan.Targets)
            arguments[target.Key] = builder.Parameter(target.Key, Stacked(plan, target), ParameterRole.Target);
        AddRow(builder, plan, arguments, isLoss: true);
        if (plan.LossFunction is not null)
            arguments[PlanTables.LossWeight] = builder.Parameter(PlanTables.LossWeight, TensorType.Scalar, ParameterRole.LossWeight);
        foreach (PortPlan target in plan.LossFunction is null ? plan.Targets : [])
        {
            string key = PlanTables.LossWeightOf(target);
            arguments[key] = builder.Parameter(key, Stacked(plan, target with { Type = TensorType.Scalar }), ParameterRole.LossWeight);
        }

        foreach (NoiseTensor noise in PlanTables.Noises(plan))
            arguments[noise.Name] = builder.Parameter(noise.Name, noise.Type, ParameterRole.Noise);
        AddWeights(builder, plan, arguments);

        LossTerm loss = LossLibrary.Create(plan.Declaration);
        SequenceNetworkBuilder network = new(plan, builder, "loss", arguments, training: true, TimeExtent.Of(plan, arguments));
        IReadOnlyList<NetworkOutput> outputs = network.Run();
        Expression total = plan.LossFunction is { } function
            ? LossOfFunction(builder, plan, function, outputs, arguments)
            : plan.Targets.Zip(outputs, Total).Aggregate(static (a, b) => a + b);
        builder.Result("loss", total.Named("loss").Value);
        if (plan.IsStreaming)
            AddFinalStates(builder, plan, network);
        return builder.Build();

        Expression Total(PortPlan target, NetworkOutput output)
        {
            (Value expected, Value weight) = (arguments[target.Key], arguments[PlanTables.LossWeightOf(target)]);
            if (output.Vector is { } vector)
                return loss.Total(vector, output.Activation, new Expression(builder, expected), new Expression(builder, weight));

            // One map over time computes the head at a step and its term of the loss.
            ScanBuilder map = new(builder, $"{PlanTables.Suffixed("loss", target)}.each_step", ScanDirection.Forward, network.ExtentOf(target.Node));
            (Expression y, Expression w) = (map.Input(expected, "target"), map.Input(weight, PlanTables.LossWeight));
            map.Sum("total", loss.Total(map.Step(output.Sequence!), output.Activation, y, w));
            return new Expression(builder, map.Build("total")[0]);
        }
    }

    /// <summary>Returns the weighted value of the loss function, f[]. What it sums or delays begins with each example, or window of an example.</summary>
    private static Expression LossOfFunction(
        FunctionBuilder builder, NetworkPlan plan, NetworkPlan function, IReadOnlyList<NetworkOutput> outputs, Dictionary<string, Value> arguments)
    {
        Dictionary<string, Value> values = PlanTables.States(function).ToDictionary(static state => state.Name, state => builder.Constant(state.InitialValue, state.Type));
        if (arguments.TryGetValue(PlanTables.StepCount, out Value? steps))
            values[PlanTables.StepCount] = steps;
        IEnumerable<NetworkOutput> targets = plan.Targets.Select(target => target.OverTime
            ? new NetworkOutput(DeferredSequence.Of(target.Key, new StackedValue("t", arguments[target.Key]), Math.Max(target.Type.Rows, 1)), null, Activation.None)
            : new NetworkOutput(null, new Expression(builder, arguments[target.Key]), Activation.None));
        NetworkOutput loss = new SequenceNetworkBuilder(function, builder, "loss.function", values, training: true, TimeExtent.Of(plan, arguments))
            .Run([.. outputs, .. targets])[0].Activated();
        return new Expression(builder, arguments[PlanTables.LossWeight]) * Expression.Sum(loss.Vector!.Value);
    }

    /// <summary>Adds inputs, and the padding masks of the length groups that they begin.</summary>
    internal static void AddInputs(FunctionBuilder builder, NetworkPlan plan, Dictionary<string, Value> arguments, IReadOnlyList<PortPlan> inputs)
    {
        foreach (PortPlan input in inputs)
            arguments[input.Key] = builder.Parameter(input.Key, Stacked(plan, input), ParameterRole.Input);
        foreach (PortPlan input in inputs.Where(input => plan.GroupInputs.Contains(input)))
        {
            string key = PlanTables.PaddingMask(input);
            arguments[key] = builder.Parameter(key, TensorType.Scalar.Stack(plan.StepsOf(input.Node)), ParameterRole.PaddingMask);
        }
    }

    private static TensorType Stacked(NetworkPlan plan, PortPlan port) => port.OverTime ? port.Type.Stack(plan.StepsOf(port.Node)) : port.Type;

    private static void AddStates(FunctionBuilder builder, NetworkPlan plan, Dictionary<string, Value> arguments)
    {
        foreach (StateTensor state in PlanTables.States(plan))
            arguments[state.Name] = builder.Parameter(state.Name, state.Type, ParameterRole.State);
    }

    /// <summary>Adds what is known of each example before its first step: its states and, if a layer needs them, whether they are the learned ones, and its steps.</summary>
    /// <param name="builder">The function under construction.</param>
    /// <param name="plan">The network.</param>
    /// <param name="arguments">Receives the parameters by key.</param>
    /// <param name="isLoss">Whether the loss function is part of the function.</param>
    internal static void AddRow(FunctionBuilder builder, NetworkPlan plan, Dictionary<string, Value> arguments, bool isLoss)
    {
        AddStates(builder, plan, arguments);
        if (plan.Declaration.Layers.Any(static l => l is RecurrentDeclaration { LearnInitialState: true }))
            arguments[PlanTables.Start] = builder.Parameter(PlanTables.Start, TensorType.Scalar, ParameterRole.Start);
        if (plan.Layers.Any(ReadsStepCount) || (isLoss && plan.LossFunction is { } function && function.Layers.Any(ReadsStepCount)))
            arguments[PlanTables.StepCount] = builder.Parameter(PlanTables.StepCount, TensorType.Scalar, ParameterRole.StepCount);
    }

    private static bool ReadsStepCount(LayerPlan layer) => layer is { Group: 0, OverTime: true }
        && layer.Declaration is TimeReductionDeclaration { Kind: TimeReduction.Mean } or LossTermDeclaration { Loss: not Loss.CrossEntropy };

    private static void AddFinalStates(FunctionBuilder builder, NetworkPlan plan, SequenceNetworkBuilder network)
    {
        foreach (StateTensor state in PlanTables.States(plan))
            builder.Result(state.Name, network.FinalState(state.Name));
    }

    internal static void AddWeights(FunctionBuilder builder, NetworkPlan plan, Dictionary<string, Value> arguments)
    {
        foreach (WeightPlan weight in PlanTables.Weights(plan))
            arguments[weight.Key] = builder.Parameter(weight.Key, weight.Type, ParameterRole.Weight);
    }
}
