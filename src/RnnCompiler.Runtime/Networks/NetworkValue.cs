namespace RnnCompiler.Networks;

/// <summary>
/// Base of the values of a network while it is recorded: <see cref="Sequence"/> and <see cref="Features"/>. <see cref="NetworkBuilder"/> creates inputs, <see cref="Layers"/>
/// the others.
/// </summary>
public abstract class NetworkValue
{
    private protected NetworkValue(NetworkNode node) => Node = node;

    internal NetworkNode Node { get; }

    /// <summary>Returns the name of the input or layer with its shape, such as <c>"lstm" [30, 16]</c>.</summary>
    public override string ToString() => Node.Title;
}

/// <summary>Value of a network that is a token id at each step: [steps]. <see cref="Layers.Embedding"/> reads it.</summary>
public sealed class Tokens
{
    internal Tokens(NetworkNode node) => Node = node;

    internal NetworkNode Node { get; }

    /// <summary>Number of token ids; an id is from 0 to the vocabulary − 1.</summary>
    public int Vocabulary => Node.Size;

    /// <summary>Greatest number of steps.</summary>
    public int Length => Node.Steps;

    /// <summary>Returns the name of the input with its shape.</summary>
    public override string ToString() => Node.Title;
}

/// <summary>
/// State of a recurrent layer after the last step, of all its levels and directions; <see cref="RecurrentSequence.WithState"/> returns it. Another recurrent layer of the same
/// cell and sizes can start from it.
/// </summary>
public sealed class LayerState
{
    internal LayerState(NetworkNode layer) => Layer = layer;

    internal NetworkNode Layer { get; }
}
