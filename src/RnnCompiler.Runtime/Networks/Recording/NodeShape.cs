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
internal readonly record struct NodeShape(NodeKind Kind, int Size, int Steps)
{
    /// <summary>Creates the shape of a vector.</summary>
    public static NodeShape Vector(int size) => new(NodeKind.Features, size, 0);

    /// <summary>Creates the shape of a sequence.</summary>
    public static NodeShape Sequence(int size, int steps) => new(NodeKind.Sequence, size, steps);

    /// <summary>Returns the same kind and length with another number of features.</summary>
    public NodeShape WithSize(int size) => this with { Size = size };

    /// <summary>Returns the shape as messages spell it: [steps, features], [features], or [steps] token ids of a vocabulary.</summary>
    public override string ToString() => Kind switch
    {
        NodeKind.Sequence => FormattableString.Invariant($"[{Steps}, {Size}]"),
        NodeKind.Features => FormattableString.Invariant($"[{Size}]"),
        _ => FormattableString.Invariant($"[{Steps}] token ids of {Size}"),
    };
}
