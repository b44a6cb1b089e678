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
}
