namespace RnnCompiler.Networks;

/// <summary>Loss function of a network with one output and one target, which is recorded when the output is known.</summary>
/// <param name="Output">The kind of the output.</param>
/// <param name="Target">The kind of the target.</param>
/// <param name="TargetSize">Features or class ids of the target; 0 for the size of the output.</param>
/// <param name="Compute">Computes the loss of one example.</param>
internal sealed record RecordedLoss(NodeKind Output, NodeKind Target, int TargetSize, Func<NetworkNode, NetworkNode, Features> Compute)
{
    /// <summary>The operations without parameters, besides elementwise ones.</summary>
    private static readonly HashSet<string> s_operations = new(StringComparer.Ordinal)
    {
        "concat", "slice", "delay", "repeat", "sum", "mean", "maximum", "laststep", "sumovertime", "meanovertime", "maxovertime",
        "meansquarederror", "meanabsoluteerror", "huber", "binarycrossentropy", "crossentropy",
    };

    /// <summary>Returns the loss function as a recording of its own, whose inputs are the output and the target.</summary>
    /// <param name="network">The recording of the network.</param>
    /// <param name="outputs">The outputs.</param>
    /// <exception cref="ArgumentException">There are several outputs, the output has another kind, or what is recorded is no loss.</exception>
    public NetworkBuilder Record(NetworkBuilder network, IReadOnlyList<(string Name, NetworkNode Node)> outputs)
    {
        if (outputs.Count != 1)
            throw new ArgumentException(FormattableString.Invariant($"Expected one output for a loss function of an output and a target, found {outputs.Count}."));
        NetworkNode output = outputs[0].Node;
        if (output.Shape.Kind != Output)
            throw new ArgumentException($"Expected a loss function whose first parameter is {output.Shape.Kind}, as the output {output.Title} is, found {Output}.");
        NetworkBuilder loss = new(network.SequenceLength);
        int size = TargetSize > 0 ? TargetSize : output.Size;
        NetworkNode y = loss.LossInput(Text(Output, output.Size, output), output.Shape, "output");
        NetworkNode t = loss.LossInput(Text(Target, size, output), TargetShape(size, output), "target");
        NetworkNode result = Compute(y, t).Node;
        if (result.Builder != loss || result.IsInput || result.Size != 1)
            throw new ArgumentException($"Expected a loss function that computes Features of size 1 of its parameters, found {result.Title}.");
        Check(loss, y, result);
        return loss;
    }

    private static LayerText Text(NodeKind kind, int size, NetworkNode output) => kind switch
    {
        NodeKind.Sequence => LayerText.SequenceInput(size, null),
        NodeKind.Features => LayerText.FeaturesInput(size),
        _ => output.Steps > 0 ? LayerText.TokensInput(size, null) : LayerText.ClassInput(size),
    };

    private static void Check(NetworkBuilder loss, NetworkNode output, NetworkNode result)
    {
        HashSet<NetworkNode> used = [result];
        foreach (NetworkNode layer in loss.Layers.Reverse())
        {
            if (!s_operations.Contains(layer.Text.Kind) && !Enum.TryParse<ElementwiseKind>(layer.Text.Kind, ignoreCase: true, out _))
                throw new ArgumentException($"Expected a loss function of operations without parameters and states, found {layer.Title}.");
            if (!used.Contains(layer))
                throw new ArgumentException($"Expected each operation to lead to the loss, but {layer.Title} does not.");
            used.UnionWith(layer.Operands);
        }

        if (!used.Contains(output))
            throw new ArgumentException("Expected a loss function that reads the output, but it does not.");
    }

    private NodeShape TargetShape(int size, NetworkNode output) => Target switch
    {
        NodeKind.Features => NodeShape.Vector(size),
        NodeKind.Sequence => output.Shape.WithSize(size),
        _ => new NodeShape(NodeKind.Tokens, size, Math.Max(1, output.Steps), output.Shape.Group),
    };
}
