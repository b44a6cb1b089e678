using System.Numerics;
using RnnCompiler.CompilerServices;

namespace RnnCompiler;

public sealed partial class InterpretedModel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Continues a prompt, which is fed to <c>Step</c> from the initial state. Outputs of a double model are rounded to float before a token is chosen.</summary>
    /// <param name="prompt">At least one token id.</param>
    /// <param name="tokens">Receives the tokens that follow; its length is the most of them.</param>
    /// <param name="options">How tokens are chosen.</param>
    /// <returns>How many tokens were written; a stop token is not one of them.</returns>
    /// <exception cref="ArgumentException">The prompt is empty, an id is out of range, or several beams have a temperature; nothing was written.</exception>
    /// <exception cref="NotFiniteNumberException">An output is NaN or +∞, or all are −∞.</exception>
    /// <exception cref="NotSupportedException">
    /// The model does not predict the next token: it is bidirectional, does not read token ids, has another loss than the cross entropy, has no output at each step, or its
    /// outputs are not one for each id.
    /// </exception>
    public int Generate(ReadOnlySpan<int> prompt, Span<int> tokens, GenerationOptions options)
    {
        if (!_module.PredictsNextToken)
            throw CannotGenerate();
        return TokenGenerator.Generate(OutputSize, streams => new InterpretedStreams<T>(this, _module.OutputsAreProbabilities, streams), prompt, tokens, options);
    }

    private NotSupportedException CannotGenerate() => new(
        $"Expected a model that predicts the next token (token ids, a cross entropy, and an output at each step for each id), but {Declaration.Name} does not.");
}
