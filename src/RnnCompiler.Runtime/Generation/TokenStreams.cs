namespace RnnCompiler.CompilerServices;

/// <summary>
/// Streams of a network that reads a token and predicts the next one: what generation needs of a model. Stream 0 is at the start of the sequence when a search begins, whatever
/// that start is: the initial state of a model, or the state that an encoder made.
/// </summary>
/// <param name="vocabulary">Number of token ids, which is the number of outputs of a step.</param>
/// <param name="areProbabilities">Whether outputs are probabilities; else they are logits.</param>
internal abstract class TokenStreams(int vocabulary, bool areProbabilities)
{
    /// <summary>Number of token ids, which is the number of outputs of a step.</summary>
    public int Vocabulary { get; } = vocabulary;

    /// <summary>Whether outputs are probabilities; else they are logits.</summary>
    public bool AreProbabilities { get; } = areProbabilities;

    /// <summary>Advances streams by one step.</summary>
    /// <param name="tokens">[streams], the token of each stream.</param>
    /// <param name="outputs">[streams, vocabulary], receives the outputs.</param>
    /// <param name="active">[streams], whether each stream is advanced; of another one nothing is read or written. Empty for all.</param>
    public abstract void Step(ReadOnlySpan<int> tokens, Span<float> outputs, ReadOnlySpan<bool> active);

    /// <summary>Sets the state of a stream to that of another one.</summary>
    /// <param name="source">The stream to copy.</param>
    /// <param name="destination">The stream that is set.</param>
    public abstract void Copy(int source, int destination);
}
