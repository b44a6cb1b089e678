namespace RnnCompiler.Networks;

/// <summary>Loss function of a network, which is recorded when the outputs are known.</summary>
/// <param name="Compute">Computes the loss of one example.</param>
/// <param name="IsOfOneOutput">Whether the function has one output and one target as parameters.</param>
internal sealed record RecordedLoss(Func<LossPorts, Features> Compute, bool IsOfOneOutput)
{
    /// <summary>The operations without parameters, besides elementwise ones.</summary>
    private static readonly HashSet<string> s_operations = new(StringComparer.Ordinal)
    {
        "concat", "slice", "delay", "repeat", "sum", "mean", "maximum", "laststep", "sumovertime", "meanovertime", "maxovertime",
        "meansquarederror", "meanabsoluteerror", "huber", "binarycrossentropy", "crossentropy",
    };

    /// <summary>Returns the nodes of the loss function: outputs, targets, then operations.</summary>
    /// <param name="network">The recording of the network.</param>
    /// <param name="outputs">The outputs.</param>
    /// <exception cref="ArgumentException">There are several outputs, an output has another kind, or what is recorded is no loss.</exception>
    public IReadOnlyList<NetworkNode> Record(NetworkBuilder network, IReadOnlyList<(string Name, NetworkNode Node)> outputs)
    {
        if (IsOfOneOutput && outputs.Count != 1)
            throw new ArgumentException(FormattableString.Invariant($"Expected one output for a loss function of an output and a target, found {outputs.Count}."));
        NetworkBuilder loss = new(network.SequenceLength);
        LossPorts ports = new(loss, outputs);
        if (Compute(ports) is not { } computed)
            throw new ArgumentException("Expected a loss function that computes Features of size 1 of its parameters, found null.");
        NetworkNode result = computed.Node;
        if (result.Builder != loss || result.IsInput || result.Size != 1)
            throw new ArgumentException($"Expected a loss function that computes Features of size 1 of its parameters, found {result.Title}.");
        Check(loss, ports, result);
        return [.. ports.Inputs, .. loss.Layers];
    }

    private static void Check(NetworkBuilder loss, LossPorts ports, NetworkNode result)
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

        if (ports.Outputs.FirstOrDefault(output => !used.Contains(output)) is { } unread)
            throw new ArgumentException($"Expected a loss function that reads each output, but it does not read {unread.Title}.");
    }
}
