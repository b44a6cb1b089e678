namespace RnnCompiler;

/// <summary>A model that computes sequences; any number of threads may call it at the same time.</summary>
/// <typeparam name="TInput"><see cref="float"/>, or <see cref="int"/> for token ids.</typeparam>
public interface ISequenceModel<TInput>
    where TInput : unmanaged
{
    /// <summary>Computes one sequence, with the state starting from zero.</summary>
    /// <param name="input">[steps, features], or [steps] token ids.</param>
    /// <param name="output">[output steps, outputs].</param>
    /// <exception cref="ArgumentException">A length is wrong, the spans overlap, or a token id is out of range; nothing was written.</exception>
    void Forward(ReadOnlySpan<TInput> input, Span<float> output);

    /// <summary>Computes a batch of sequences, each with the state starting from zero.</summary>
    /// <param name="input">[batch, steps, features], or [batch, steps] token ids.</param>
    /// <param name="output">[batch, output steps, outputs].</param>
    /// <param name="batch">Number of sequences; at least 1.</param>
    /// <exception cref="ArgumentException">A length is wrong, the spans overlap, or a token id is out of range; nothing was written.</exception>
    void Forward(ReadOnlySpan<TInput> input, Span<float> output, int batch);

    /// <summary>Computes a batch of sequences of different lengths, each with the state starting from zero.</summary>
    /// <param name="input">[batch, steps, features], or [batch, steps] token ids; nothing behind the end of a row is read.</param>
    /// <param name="output">[batch, output steps, outputs]; outputs behind the end of a row become 0, and all of a row of length 0.</param>
    /// <param name="batch">Number of sequences; at least 1.</param>
    /// <param name="lengths">The steps of each row, from 0 to the sequence length; empty if all rows are full.</param>
    /// <exception cref="ArgumentException">A length is wrong, the spans overlap, or a token id is out of range; nothing was written.</exception>
    void Forward(ReadOnlySpan<TInput> input, Span<float> output, int batch, ReadOnlySpan<int> lengths);

    /// <summary>Computes a batch of sequences that go on from given states.</summary>
    /// <param name="input">[batch, steps, features], or [batch, steps] token ids; nothing behind the end of a row is read.</param>
    /// <param name="output">[batch, output steps, outputs]; outputs behind the end of a row become 0, and all of a row of length 0.</param>
    /// <param name="batch">Number of sequences; at least 1.</param>
    /// <param name="lengths">The steps of each row, from 0 to the sequence length; empty if all rows are full.</param>
    /// <param name="initialStates">[batch, StateLength], the states before the first step; empty for the initial values.</param>
    /// <param name="finalStates">
    /// [batch, StateLength], receives the states after the last step; those of a row of length 0 are the ones before. Empty if they are not wanted; may be the memory of
    /// <paramref name="initialStates"/>.
    /// </param>
    /// <exception cref="ArgumentException">A length is wrong, spans overlap, or a token id is out of range; nothing was written.</exception>
    void Forward(
        ReadOnlySpan<TInput> input, Span<float> output, int batch, ReadOnlySpan<int> lengths, ReadOnlySpan<float> initialStates, Span<float> finalStates);

    /// <summary>
    /// The most threads that one call of Forward may use; 1 if never set. Results are the same bits for any number. A call uses at most one for each processor, and only
    /// the caller's if it has too little work.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    int Threads { get; set; }
}
