using System.ComponentModel;

namespace RnnCompiler.CompilerServices;

/// <summary>Generates tokens with a model that predicts the next token: greedily, by draws, or by a beam search.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class TokenGenerator
{
    /// <summary>Continues a prompt, which is fed to the model from its initial state.</summary>
    /// <param name="model">The model.</param>
    /// <param name="areProbabilities">Whether outputs are probabilities; else they are logits.</param>
    /// <param name="prompt">At least one token id.</param>
    /// <param name="tokens">Receives the tokens that follow; its length is the most of them.</param>
    /// <param name="options">How tokens are chosen.</param>
    /// <returns>The number of tokens that were written; a stop token is not one of them.</returns>
    /// <exception cref="ArgumentException">The prompt is empty, an id is out of range, or several beams have a temperature; nothing was written.</exception>
    /// <exception cref="NotFiniteNumberException">An output of the model is NaN or +∞, or all are −∞.</exception>
    public static int Generate(SequenceRunner<int> model, bool areProbabilities, ReadOnlySpan<int> prompt, Span<int> tokens, GenerationOptions options)
    {
        ArgumentNullException.ThrowIfNull(model);
        return Generate(
            model.Model.Sequence.Vocabulary,
            streams => streams == 1 ? new SingleStream(model, areProbabilities) : new BatchedStreams(model, areProbabilities, streams),
            prompt,
            tokens,
            options);
    }

    /// <summary>Continues a prompt.</summary>
    /// <param name="vocabulary">Number of token ids.</param>
    /// <param name="createStreams">Makes the given number of streams, of which stream 0 is at the start of the sequence.</param>
    /// <param name="prompt">At least one token id.</param>
    /// <param name="tokens">Receives the tokens that follow.</param>
    /// <param name="options">How tokens are chosen.</param>
    /// <returns>The number of tokens that were written.</returns>
    internal static int Generate(int vocabulary, Func<int, TokenStreams> createStreams, ReadOnlySpan<int> prompt, Span<int> tokens, GenerationOptions options)
    {
        GenerationOptions.Check(options, prompt, vocabulary);
        if (tokens.IsEmpty)
            return 0;
        return options.Beams == 1
            ? new TokenSampler(createStreams(1), options).Run(prompt, tokens)
            : new BeamSearch(createStreams(BeamSearch.Streams(options.Beams)), options).Run(prompt, tokens);
    }
}
