namespace RnnCompiler.Compiler.Declarations;

/// <summary>Kinds of inputs.</summary>
public enum InputKind
{
    /// <summary>Features at each step.</summary>
    Sequence,

    /// <summary>One vector for each example.</summary>
    Features,

    /// <summary>A token id at each step.</summary>
    Tokens,

    /// <summary>One class id for each example, which is a target of a loss function alone.</summary>
    Class,
}

/// <summary>The token ids between which a network writes a sequence itself.</summary>
/// <param name="Start">The id before the first one that is written.</param>
/// <param name="Stop">The id that ends the sequence.</param>
public sealed record GeneratedTokens(int Start, int Stop);

/// <summary>
/// One of several inputs, which precede all other layers and read nothing. A model with a single sequence or single tokens of its length, which are given to it, has none of
/// them; its input is node 0.
/// </summary>
/// <param name="Kind">The kind of input.</param>
/// <param name="Size">The number of features, or of token ids.</param>
/// <param name="Length">The number of steps; <see langword="null"/> for that of the model.</param>
/// <param name="Name">The name in the declaration.</param>
public sealed record InputDeclaration(InputKind Kind, int Size, int? Length, string? Name) : LayerDeclaration(Name)
{
    /// <summary>Gets the start and stop of tokens that the network writes itself, which the first output predicts; <see langword="null"/> for an input that is given.</summary>
    public GeneratedTokens? Generated { get; init; }

    /// <summary>Gets whether the input is ids, of tokens or classes, instead of features.</summary>
    public bool IsIds => Kind is InputKind.Tokens or InputKind.Class;

    /// <summary>Gets whether the input has a value for each step.</summary>
    public bool IsOverTime => Kind is InputKind.Sequence or InputKind.Tokens;
}
