namespace RnnCompiler.Networks;

/// <summary>Kind of a value of a network.</summary>
internal enum NodeKind
{
    /// <summary>A vector at each step.</summary>
    Sequence,

    /// <summary>One vector of an example.</summary>
    Features,

    /// <summary>A token id at each step.</summary>
    Tokens,
}

/// <summary>Kind and sizes of a value of a network.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Size">Features; of tokens the vocabulary.</param>
/// <param name="Steps">Greatest number of steps; 0 of <see cref="NodeKind.Features"/>.</param>
/// <param name="Group">The length group: 0 for that of the model, another number for each input with a length of its own, or <see cref="AnyGroup"/>.</param>
internal readonly record struct NodeShape(NodeKind Kind, int Size, int Steps, int Group = 0)
{
    /// <summary>The group of a vector that is repeated over time: it has the steps of whatever it is combined with.</summary>
    public const int AnyGroup = -1;

    /// <summary>Creates the shape of a vector.</summary>
    public static NodeShape Vector(int size) => new(NodeKind.Features, size, 0);

    /// <summary>Creates the shape of a sequence.</summary>
    public static NodeShape Sequence(int size, int steps, int group = 0) => new(NodeKind.Sequence, size, steps, group);

    /// <summary>Returns the same kind and length with another number of features.</summary>
    public NodeShape WithSize(int size) => this with { Size = size };

    /// <summary>Returns whether two values can be combined at each step: one of them has no steps, or both have those of one length group.</summary>
    public static bool HaveOneLength(NodeShape first, NodeShape second) =>
        first.Steps == 0 || second.Steps == 0 || first.Group == AnyGroup || second.Group == AnyGroup || first.Group == second.Group;

    /// <summary>Returns the shape whose steps a combination of several has.</summary>
    public static NodeShape Combined(params ReadOnlySpan<NodeShape> shapes)
    {
        NodeShape combined = shapes[0];
        foreach (NodeShape shape in shapes)
        {
            if (combined.Steps == 0 || (combined.Group == AnyGroup && shape is { Steps: > 0, Group: not AnyGroup }))
                combined = shape;
        }

        return combined;
    }

    /// <summary>Returns the shape as messages spell it: [steps, features], [features], or [steps] token ids of a vocabulary.</summary>
    public override string ToString() => Kind switch
    {
        NodeKind.Sequence => FormattableString.Invariant($"[{Steps}, {Size}]"),
        NodeKind.Features => FormattableString.Invariant($"[{Size}]"),
        _ => FormattableString.Invariant($"[{Steps}] token ids of {Size}"),
    };
}
