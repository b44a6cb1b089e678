using RnnCompiler.Generators.Names;

namespace RnnCompiler.Generators.Emission.Surface;

/// <summary>Emits the trainer of a network with several inputs or outputs.</summary>
internal static class NetworkTrainerEmitter
{
    public static void Write(SourceWriter writer, ModelShape model, NetworkShape network)
    {
        bool countsRows = model.Module.CountsRows;
        GeneratedCode.Begin(writer, "<summary>Trains the network by backpropagation through time. Rows are counted from the first input.</summary>");
        using (writer.Block("public sealed class Trainer : global::RnnCompiler.CompilerServices.NetworkTrainer"))
        {
            writer.WriteLine("internal Trainer(");
            using (writer.Indent())
            {
                writer.WriteLine("global::RnnCompiler.CompilerServices.ParameterStore parameters,");
                writer.WriteLine("global::RnnCompiler.Optimizer optimizer,");
                writer.WriteLine("int batchSize,");
                writer.WriteLine("global::RnnCompiler.TrainerOptions? options)");
                string kind = network.IsDecoder ? ", " + CSharpLiteral.Boolean(model.Module.OutputsAreProbabilities) : "";
                writer.WriteLine($": base(parameters, {SurfaceNames.Layouts}.Compiled.Training, optimizer, batchSize, options{kind})");
            }

            using (writer.Block(""))
            {
            }

            writer.WriteLine();
            Method(writer, network, countsRows, "Step", "Forward, backpropagation through time, clipping and update.", "The loss before the update");
            Method(writer, network, countsRows, "ComputeGradients",
                "Forward and backpropagation through time only: replaces the last gradients; no clipping, no update.", "The loss");
            Method(writer, network, countsRows, "AccumulateGradients",
                "Adds gradients to those of the calls since the last update, which ApplyGradients uses.", "The loss of this call");
            Method(writer, network, countsRows, "Evaluate", "Computes the loss as inference computes outputs: without dropout. Any number of rows.", "The loss");
            WriteTake(writer, network);
        }
    }

    private static void Method(SourceWriter writer, NetworkShape network, bool countsRows, string name, string summary, string returns)
    {
        foreach (string line in Documentation(network, countsRows, summary, returns))
            writer.WriteLine("/// " + line);
        using (writer.Block(NetworkSignatures.Training(network, name)))
        {
            string arguments = string.Join(", ", network.Inputs.Concat(network.PassedTargets).Select(static p => p.Name));
            writer.WriteLine($"Take({arguments}{network.LengthArguments()}, isEvaluation: {CSharpLiteral.Boolean(name == "Evaluate")});");
            string rows = name.EndsWith("Gradients", StringComparison.Ordinal) ? name + "OfRows" : name + "Rows";
            writer.WriteLine($"return {rows}({network.OwnLengths}, initialStates);");
        }

        writer.WriteLine();
    }

    private static IEnumerable<string> Documentation(NetworkShape network, bool countsRows, string summary, string returns) =>
    [
        $"<summary>{summary}</summary>",
        .. network.Inputs.Select(p => $"<param name=\"{p.Name.TrimStart('@')}\">{(p == network.Written ? "What the network should write, with the stop token: " : "")}"
            + $"{ModelShape.Stack("batch", p.Shape)}.</param>"),
        .. network.PassedTargets.Select(static p =>
            $"<param name=\"{p.Name.TrimStart('@')}\">The target: {ModelShape.Stack("batch", p.Shape)}{(p.Port.Ids > 0 ? ", or −1 for a step that does not count" : "")}.</param>"),
        .. network.LengthDocumentation(),
        "<param name=\"initialStates\">[batch, StateLength], the states before the first step; empty for the initial values.</param>",
        $"<returns>{returns}: {Mean(network, countsRows)}. 0 if none counts.</returns>",
        "<exception cref=\"global::System.ArgumentException\">A length does not fit or an id is out of range; nothing was changed.</exception>",
    ];

    private static string Mean(NetworkShape network, bool countsRows) => countsRows ? "the mean of the loss function over rows of at least one step"
        : $"{(network.Outputs.Count > 1 ? "the sum over outputs of the mean" : "the mean")} over the elements of all steps of all rows";

    private static void WriteTake(SourceWriter writer, NetworkShape network)
    {
        string parameters = $"{NetworkShape.Spans(network.Inputs.Concat(network.PassedTargets))}{network.LengthParameters().Replace(" = default", "")}";
        using (writer.Block($"private void Take({parameters}, bool isEvaluation)"))
        {
            writer.WriteLine($"Begin({network.Inputs[0].Name}.Length, {network.OwnLengths}, isEvaluation);");
            for (int group = 0; group < network.Groups.Count; group++)
                writer.WriteLine($"Group({CSharpLiteral.Integer(group + 1)}, {network.Groups[group]});");
            foreach (PortParameter input in network.Inputs)
                writer.WriteLine($"{(input == network.Written ? "Written" : "Input")}({CSharpLiteral.Integer(input.Index)}, {input.Name}, {network.LengthsOf(input)});");
            foreach (PortParameter target in network.PassedTargets)
                writer.WriteLine($"Target({CSharpLiteral.Integer(target.Index)}, {target.Name}, {network.LengthsOf(target)});");
        }
    }
}
