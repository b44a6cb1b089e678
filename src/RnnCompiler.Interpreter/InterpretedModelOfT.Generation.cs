using System.Numerics;
using RnnCompiler.Compiler.Declarations;
using RnnCompiler.CompilerServices;
using RnnCompiler.Interpreter.Generation;
using RnnCompiler.Interpreter.Models;

namespace RnnCompiler;

public sealed partial class InterpretedModel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private DecoderFunctions<T>? _decoder;

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

    /// <summary>
    /// Writes the tokens of one example with a network that writes them itself: the encoder runs once, then the decoder for each token, from the start token of the declaration
    /// to its stop token. Outputs of a double model are rounded to float before a token is chosen.
    /// </summary>
    /// <param name="rows">One row of the inputs that the network is given, which a model of the same declaration created. Nothing behind its end is read.</param>
    /// <param name="tokens">Receives the tokens; its length is the most of them.</param>
    /// <param name="options">How tokens are chosen. The stop token of the declaration is one of its stop tokens.</param>
    /// <returns>How many tokens were written before the stop token.</returns>
    /// <exception cref="ArgumentException">
    /// There is not one row, it is that of another model, an id is out of range, or several beams have a temperature; nothing was written.
    /// </exception>
    /// <exception cref="InvalidOperationException">An input is not set; nothing was written.</exception>
    /// <exception cref="NotFiniteNumberException">An output is NaN or +∞, or all are −∞.</exception>
    /// <exception cref="NotSupportedException">The network is given all of its inputs, and writes none itself.</exception>
    public int Generate(NetworkRows<T> rows, Span<int> tokens, GenerationOptions options)
    {
        GeneratedTokens generated = Declaration.Generated?.Generated ?? throw new NotSupportedException(
            $"Expected a network that writes tokens itself, but {Declaration.Name} is given all of its inputs.");
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(options);
        rows.Check(Declaration, isStep: false, readsTargets: false);
        if (rows.Count != 1)
            throw new ArgumentException($"Expected one row, whose tokens are written, but {rows.Count} were given.", nameof(rows));

        (FunctionRunner<T> encoder, FunctionRunner<T> step) = (_sequence.Rent(), _step!.Rent());
        EncodedExample<T> example = new(_decoder ??= new DecoderFunctions<T>(_module, Values, _states), encoder, step);
        example.Encode(rows, 0, rows.GivenSteps, default);
        _sequence.Return(encoder);
        int written = TokenGenerator.Generate(
            example.Functions.Vocabulary, streams => new InterpretedDecoder<T>(example, streams), [generated.Start], tokens, options.WithStop(generated.Stop));
        _step.Return(step);
        return written;
    }

    private NotSupportedException CannotGenerate() => new(_module.IsDecoder
        ? $"Expected a model that continues a prompt, but {Declaration.Name} writes {Declaration.Generated!.Name} from its inputs: call Generate with NetworkRows."
        : $"Expected a model that predicts the next token (token ids, a cross entropy, and an output at each step for each id), but {Declaration.Name} does not.");

    /// <summary>Refuses calls for outputs of a network that writes tokens itself.</summary>
    private void RefuseWriting()
    {
        if (Declaration.Generated is { } written)
        {
            throw new NotSupportedException(
                $"Expected a network that is given all of its inputs, but {Declaration.Name} writes {written.Name} itself; use Generate, or Evaluate of a trainer.");
        }
    }
}
