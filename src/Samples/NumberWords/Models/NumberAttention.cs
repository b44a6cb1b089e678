using NumberWords.Data;
using RnnCompiler;
using RnnCompiler.Networks;
using static RnnCompiler.Networks.Layers;

namespace NumberWords.Models;

/// <summary>
/// The attention weights of a <see cref="NumberTranslator"/>, whose parameters it loads by name. The values of its attention are rows of the identity, so that their
/// weighted sums are the weights.
/// </summary>
[RnnModel(SequenceLength = Alphabet.MostCharacters)]
public sealed partial class NumberAttention
{
    /// <summary>The network.</summary>
    /// <param name="words">Ids of characters.</param>
    /// <param name="answer">What the decoder reads: the start token, then the digits.</param>
    /// <param name="positions">The identity: row t is the one-hot vector of step t.</param>
    /// <returns>The weights: [digits, characters].</returns>
    [Network]
    public static Sequence Define(
        [Vocabulary(Alphabet.Count)] Tokens words,
        [Vocabulary(Answer.Count), Length(Answer.MostTokens)] Tokens answer,
        [Size(Alphabet.MostCharacters)] Sequence positions)
    {
        (Sequence encoded, LayerState final) = EncoderDecoder.Encode(words);
        return Attention(EncoderDecoder.Decode(answer, final), encoded, positions);
    }
}
