namespace RnnCompiler;

/// <summary>A model that computes streams step by step; bidirectional models cannot.</summary>
/// <typeparam name="TInput"><see cref="float"/>, or <see cref="int"/> for token ids.</typeparam>
public interface IStreamingModel<TInput>
    where TInput : unmanaged
{
    /// <summary>Creates the state of a new stream.</summary>
    ModelState CreateState();

    /// <summary>Advances a stream by one step.</summary>
    /// <param name="state">The stream's state, made by this model's class.</param>
    /// <param name="input">[features], or one token id.</param>
    /// <param name="output">[outputs].</param>
    /// <exception cref="ArgumentException">The state is another model's, a length is wrong, the spans overlap, or the token id is out of range.</exception>
    void Step(ModelState state, ReadOnlySpan<TInput> input, Span<float> output);

    /// <summary>Advances a stream by a block of steps; the bits are those of single steps.</summary>
    /// <param name="state">The stream's state, made by this model's class.</param>
    /// <param name="input">[steps, features], or [steps] token ids.</param>
    /// <param name="output">[steps, outputs].</param>
    /// <param name="steps">How many steps; at least 0.</param>
    /// <exception cref="ArgumentException">The state is another model's, a length is wrong, the spans overlap without being the same, or a token id is out of range.</exception>
    void Step(ModelState state, ReadOnlySpan<TInput> input, Span<float> output, int steps)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(steps);
        for (int step = 0; step < steps; step++)
        {
            Step(
                state,
                input.Slice(step * (input.Length / steps), input.Length / steps),
                output.Slice(step * (output.Length / steps), output.Length / steps));
        }
    }

    /// <summary>Creates the states of many streams.</summary>
    /// <param name="streams">How many streams; at least 1.</param>
    StateBatch CreateStates(int streams);

    /// <summary>Advances many streams by one step.</summary>
    /// <param name="states">The states of the streams, made by this model, which are updated.</param>
    /// <param name="input">[streams, features], or [streams] token ids.</param>
    /// <param name="output">[streams, outputs].</param>
    /// <param name="active">Whether each stream is advanced; of another one nothing is read or written. Empty for all.</param>
    /// <exception cref="ArgumentException">The states are another model's, a length is wrong, the spans overlap, or a token id is out of range; nothing was written.</exception>
    void Step(StateBatch states, ReadOnlySpan<TInput> input, Span<float> output, ReadOnlySpan<bool> active);
}
