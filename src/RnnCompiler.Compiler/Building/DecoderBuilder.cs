using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Networks;

namespace RnnCompiler.Compiler.Building;

/// <summary>
/// Builds inference of a network that writes tokens itself: the encoder over whole sequences, whose outputs are all that the decoder reads of it, and one step of the decoder,
/// which reads the token that was written last and these outputs. In training the decoder is a part of the sequence, as any other layers are.
/// </summary>
internal static class DecoderBuilder
{
    /// <summary>(inputs, padding masks, initial states, step count, weights) → (what the decoder reads, its masks, each state before the first step of the decoder).</summary>
    public static Function BuildEncoder(NetworkPlan plan)
    {
        FunctionBuilder builder = new("sequence");
        Dictionary<string, Value> arguments = [];
        ModuleBuilder.AddInputs(builder, plan, arguments, [.. plan.Inputs.Where(input => input != plan.Generated)]);
        ModuleBuilder.AddRow(builder, plan, arguments, isLoss: false);
        ModuleBuilder.AddWeights(builder, plan, arguments);

        SequenceNetworkBuilder network = new(plan, builder, "sequence", arguments, training: false, TimeExtent.Of(plan, arguments));
        IReadOnlyList<NetworkOutput> values = network.RunEncoder();
        for (int i = 0; i < values.Count; i++)
        {
            TimeExtent extent = network.ExtentOf(plan.Context[i]);
            builder.Result(OutputKey(plan, plan.Context[i]), values[i].Vector?.Value ?? values[i].Sequence!.Materialize(builder, "sequence", extent).EachStep);
        }

        foreach (int node in Sequences(plan))
            builder.Result(OutputKey(plan, node) + ".mask", network.MaskOf(node));
        foreach (StateTensor state in PlanTables.States(plan))
            builder.Result(state.Name, network.EncodedState(state.Name));
        return builder.Build();
    }

    /// <summary>(the last token, what the encoder computed and its masks, states, weights) → (the first output, the next value of each state of the decoder).</summary>
    public static Function BuildStep(NetworkPlan plan)
    {
        FunctionBuilder builder = new("step");
        Dictionary<string, Value> arguments = new() { [plan.Generated!.Key] = builder.Parameter(plan.Generated.Key, TensorType.Integer, ParameterRole.Input) };
        Dictionary<int, Value> context = [], masks = [];
        foreach (int node in plan.Context)
        {
            TensorType type = TensorType.Vector(plan.SizeOf(node));
            context[node] = builder.Parameter(InputKey(plan, node), plan.IsOverTime(node) ? type.Stack(plan.StepsOf(node)) : type, ParameterRole.Input);
        }

        foreach (int node in Sequences(plan))
            masks[node] = builder.Parameter(InputKey(plan, node) + ".mask", TensorType.Vector(plan.StepsOf(node)), ParameterRole.Input);
        foreach (StateTensor state in PlanTables.StepStates(plan))
            arguments[state.Name] = builder.Parameter(state.Name, state.Type, ParameterRole.State);
        ModuleBuilder.AddWeights(builder, plan, arguments);

        StepNetworkBuilder network = new(builder, arguments);
        builder.Result("output", network.RunDecoder(plan, context, masks).Named("output").Value);
        foreach (StateTensor state in PlanTables.StepStates(plan))
            builder.Result(state.Name, network.NextStates[state.Name].Value);
        return builder.Build();
    }

    private static IEnumerable<int> Sequences(NetworkPlan plan) => plan.Context.Where(plan.IsOverTime);

    private static string OutputKey(NetworkPlan plan, int node) => "output." + Name(plan, node);

    private static string InputKey(NetworkPlan plan, int node) => "input." + Name(plan, node);

    // Names of layers are distinct, those of inputs among them; a network that writes tokens names its inputs, so that node 0 is none.
    private static string Name(NetworkPlan plan, int node) => plan.Layers[node - 1].Name;
}
