using System.Text;

namespace RnnCompiler.Networks;

/// <summary>
/// Writes a recorded network as the text of a declaration. Nodes are numbered: inputs, then layers. A line has <c>from</c> unless the layer reads only the node before it.
/// </summary>
internal static class NetworkText
{
    /// <summary>Returns the text.</summary>
    /// <exception cref="ArgumentException">An input or layer does not lead to an output, or an input and a layer have one name.</exception>
    public static string Write(NetworkBuilder builder, IReadOnlyList<(string Name, NetworkNode Node)> outputs)
    {
        NetworkNode[] nodes = [.. builder.Inputs, .. builder.Layers];
        CheckUses(nodes, outputs.Select(static output => output.Node));
        if (builder.LossFunction is not null && (builder.Loss != Loss.MeanSquaredError || builder.HuberDelta != 1f))
            throw new ArgumentException("Expected a loss by name or a loss function, but Loss or HuberDelta is set beside a loss function.");
        bool isPlain = builder.HasPlainInput;
        if (!isPlain)
            CheckNames(builder);
        StringBuilder text = new();
        text.Append(new TextLine("model")
            .Text("name", builder.Name)
            .Number("inputs", isPlain && nodes[0].Shape.Kind == NodeKind.Sequence ? nodes[0].Size : 0, 0)
            .Number("steps", builder.SequenceLength)
            .Member("loss", builder.Loss, Loss.MeanSquaredError)
            .Number("delta", builder.HuberDelta, 1f)
            .Member("weights", builder.Weights, WeightFormat.Float32)
            .Flag("integerProducts", builder.IntegerProducts, false)
            .Member("activations", builder.Activations, ActivationAccuracy.Standard)
            .Member("unroll", builder.Unroll, Unroll.Auto)
            .Number("unrollfactor", builder.UnrollFactor, 0)).Append('\n');
        for (int i = isPlain ? 1 : 0; i < nodes.Length; i++)
        {
            Append(text, nodes[i], i == 0 ? null : nodes[i - 1], Reference);
        }

        if (outputs.Count > 1)
        {
            foreach ((string name, NetworkNode node) in outputs)
                text.Append(new TextLine("output").Text("from", node.Name).Text("name", name)).Append('\n');
        }

        if (builder.LossFunction is { } loss)
            AppendLoss(text, loss.Record(builder, outputs));
        return text.ToString();

        string Reference(NetworkNode node) => isPlain && node.IsInput ? NodeNames.Input : node.Name;
    }

    private static void Append(StringBuilder text, NetworkNode node, NetworkNode? before, Func<NetworkNode, string> reference)
    {
        bool isChain = node.IsInput || (node.Operands.Count == 1 && node.Operands[0] == before);
        text.Append(new TextLine(node.Text.Fields)
            .Text("from", isChain ? null : string.Join(' ', node.Operands.Select(reference)))
            .Text("shares", node.Shares?.Name)
            .Text("initial", node.Initial?.Name)
            .Text("name", node.HasGivenName ? node.Name : null)).Append('\n');
    }

    private static void AppendLoss(StringBuilder text, IReadOnlyList<NetworkNode> nodes)
    {
        text.Append("lossfunction\n");
        for (int i = 0; i < nodes.Count; i++)
            Append(text, nodes[i], i == 0 ? null : nodes[i - 1], static node => node.Name);
    }

    // Operands precede what reads them, so one pass from the last node to the first reaches all that lead to an output. With one output, it is therefore the last node.
    private static void CheckUses(NetworkNode[] nodes, IEnumerable<NetworkNode> outputs)
    {
        HashSet<NetworkNode> used = [.. outputs];
        foreach (NetworkNode node in nodes.Reverse())
        {
            if (!used.Contains(node))
                throw new ArgumentException($"Expected each input and layer to lead to an output, but {node.Title} does not.");
            used.UnionWith(node.Operands);
            if (node.Initial is { } initial)
                used.Add(initial);
        }
    }

    private static void CheckNames(NetworkBuilder builder)
    {
        if (builder.Inputs.FirstOrDefault(input => builder.Layers.Any(layer => layer.Name == input.Name)) is { } input)
            throw new ArgumentException($"Expected inputs and layers with names of their own, found \"{input.Name}\" as the name of an input and of a layer.");
    }
}
