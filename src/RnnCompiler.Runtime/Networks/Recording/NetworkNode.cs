namespace RnnCompiler.Networks;

/// <summary>Node of a recorded network: an input or a layer. It is one line of the declaration.</summary>
/// <param name="builder">The builder that records it.</param>
/// <param name="shape">The shape of its value.</param>
/// <param name="text">Its keyword and fields, without <c>name</c> and without references to other nodes.</param>
/// <param name="name">Its name, given or by default.</param>
internal sealed class NetworkNode(NetworkBuilder builder, NodeShape shape, LayerText text, string name)
{
    public NetworkBuilder Builder { get; } = builder;

    public NodeShape Shape { get; } = shape;

    public LayerText Text { get; } = text;

    public string Name { get; } = name;

    /// <summary>Whether the line has the name.</summary>
    public bool HasGivenName { get; init; }

    /// <summary>What the layer reads; empty for an input.</summary>
    public IReadOnlyList<NetworkNode> Operands { get; init; } = [];

    /// <summary>The earlier layer whose weights the layer has; null if it has its own.</summary>
    public NetworkNode? Shares { get; init; }

    /// <summary>The layer whose final state is the initial state; null if it is that of the layer.</summary>
    public NetworkNode? Initial { get; init; }

    public bool IsInput => Operands.Count == 0;

    public int Size => Shape.Size;

    public int Steps => Shape.Steps;

    /// <summary>The name in quotes and the shape, for messages.</summary>
    public string Title => $"\"{Name}\" {Shape}";
}
