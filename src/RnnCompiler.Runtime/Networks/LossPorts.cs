namespace RnnCompiler.Networks;

/// <summary>
/// Outputs and targets of a network while its loss function is recorded, by the names of the outputs; a single output without a name is <c>output</c>. An output has one target. A
/// target that the function does not ask for has the kind and size of its output, and the loss does not depend on it.
/// </summary>
public sealed class LossPorts
{
    private readonly NetworkBuilder _loss;
    private readonly string[] _names;
    private readonly NetworkNode[] _outputs;
    private readonly NetworkNode?[] _targets;

    /// <summary>Creates the inputs that are outputs.</summary>
    /// <param name="loss">The recording of the loss function.</param>
    /// <param name="outputs">The outputs of the network.</param>
    internal LossPorts(NetworkBuilder loss, IReadOnlyList<(string Name, NetworkNode Node)> outputs)
    {
        _loss = loss;
        _names = outputs.Count == 1 ? [NodeNames.Output] : [.. outputs.Select(static output => output.Name)];
        _outputs = [.. outputs.Select((output, i) => loss.LossInput(Text(output.Node.Shape.Kind, output.Node.Size, output.Node), output.Node.Shape, NameOf(NodeNames.Output, i)))];
        _targets = new NetworkNode?[_outputs.Length];
    }

    /// <summary>Gets the inputs of the loss function, outputs first, then all targets.</summary>
    internal IReadOnlyList<NetworkNode> Inputs => [.. _outputs, .. _outputs.Select((output, i) => _targets[i] ?? Declare(i, output.Shape.Kind, output.Size))];

    /// <summary>Gets the inputs that are outputs.</summary>
    internal IReadOnlyList<NetworkNode> Outputs => _outputs;

    /// <summary>Returns an output that has a vector at each step: [steps, features].</summary>
    /// <param name="output">The name of the output.</param>
    /// <exception cref="ArgumentNullException">The name is null.</exception>
    /// <exception cref="ArgumentException">There is no such output, or it is one vector of an example.</exception>
    public Sequence Sequence(string output) => new(Output(output, NodeKind.Sequence));

    /// <summary>Returns an output that is one vector of an example: [features].</summary>
    /// <param name="output">The name of the output.</param>
    /// <exception cref="ArgumentNullException">The name is null.</exception>
    /// <exception cref="ArgumentException">There is no such output, or it has a vector at each step.</exception>
    public Features Features(string output) => new(Output(output, NodeKind.Features));

    /// <summary>Returns the target of an output, a vector at each of its steps: [steps, size].</summary>
    /// <param name="output">The name of the output, which has a vector at each step.</param>
    /// <param name="size">Features of the target; those of the output if null.</param>
    /// <exception cref="ArgumentNullException">The name is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The size is below 1 or above 65,536.</exception>
    /// <exception cref="ArgumentException">There is no such output, it has no steps, or its target has another kind or size already.</exception>
    public Sequence SequenceTarget(string output, int? size = null) => new(Target(output, NodeKind.Sequence, size));

    /// <summary>Returns the target of an output, one vector of an example: [size].</summary>
    /// <param name="output">The name of the output.</param>
    /// <param name="size">Features of the target; those of the output if null.</param>
    /// <exception cref="ArgumentNullException">The name is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The size is below 1 or above 65,536.</exception>
    /// <exception cref="ArgumentException">There is no such output, or its target has another kind or size already.</exception>
    public Features FeaturesTarget(string output, int? size = null) => new(Target(output, NodeKind.Features, size));

    /// <summary>Returns the target of an output, a class id at each of its steps, or one for one vector: [steps] or [1] ids, where −1 is no class.</summary>
    /// <param name="output">The name of the output.</param>
    /// <param name="classes">The number of classes; the features of the output if null.</param>
    /// <exception cref="ArgumentNullException">The name is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The number is below 1 or above 65,536.</exception>
    /// <exception cref="ArgumentException">There is no such output, or its target has another kind or size already.</exception>
    public Tokens TokensTarget(string output, int? classes = null) => new(Target(output, NodeKind.Tokens, classes));

    private NetworkNode Output(string name, NodeKind kind)
    {
        NetworkNode node = _outputs[Place(name)];
        return node.Shape.Kind == kind ? node
            : throw new ArgumentException($"Expected a loss function that reads the output \"{name}\" {node.Shape} as {node.Shape.Kind}, found {kind}.", "output");
    }

    private NetworkNode Target(string name, NodeKind kind, int? size)
    {
        int place = Place(name);
        int count = Expect.Count(size ?? _outputs[place].Size, Expect.LargestSize, "size");
        if (kind == NodeKind.Sequence && _outputs[place].Steps == 0)
            throw new ArgumentException($"Expected a target that is one vector or class, as the output \"{name}\" is one vector, found {kind}.", "output");
        NetworkNode target = _targets[place] ??= Declare(place, kind, count);
        return target.Shape.Kind == kind && target.Size == count ? target
            : throw new ArgumentException($"Expected one target of the output \"{name}\", found {kind} of size {count} after {target.Title}.", "output");
    }

    private int Place(string name)
    {
        ArgumentNullException.ThrowIfNull(name, "output");
        int place = Array.IndexOf(_names, name);
        return place >= 0 ? place
            : throw new ArgumentException($"Expected one of the outputs {string.Join(", ", _names.Select(static n => $"\"{n}\""))}, found \"{name}\".", "output");
    }

    private NetworkNode Declare(int place, NodeKind kind, int size)
    {
        NetworkNode output = _outputs[place];
        NodeShape shape = kind switch
        {
            NodeKind.Features => NodeShape.Vector(size),
            NodeKind.Sequence => output.Shape.WithSize(size),
            _ => new NodeShape(NodeKind.Tokens, size, Math.Max(1, output.Steps), output.Shape.Group),
        };
        return _targets[place] = _loss.LossInput(Text(kind, size, output), shape, NameOf("target", place));
    }

    private static string NameOf(string kind, int place) => place == 0 ? kind : FormattableString.Invariant($"{kind}_{place}");

    private static LayerText Text(NodeKind kind, int size, NetworkNode output) => kind switch
    {
        NodeKind.Sequence => LayerText.SequenceInput(size, null),
        NodeKind.Features => LayerText.FeaturesInput(size),
        _ => output.Steps > 0 ? LayerText.TokensInput(size, null) : LayerText.ClassInput(size),
    };
}
