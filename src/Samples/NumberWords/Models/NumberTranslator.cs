using NumberWords.Data;
using RnnCompiler;
using RnnCompiler.Networks;
using static RnnCompiler.Networks.Layers;

namespace NumberWords.Models;

/// <summary>Reads the characters of a number in words and writes its digits: an encoder, and a decoder with attention (Luong and others 2015).</summary>
[RnnModel(SequenceLength = Alphabet.MostCharacters, Loss = Loss.CrossEntropy)]
public sealed partial class NumberTranslator
{
    /// <summary>The network.</summary>
    /// <param name="words">Ids of characters.</param>
    /// <param name="answer">Ids of digits, which the network writes itself.</param>
    /// <returns>Logits of the next digit: [digits, ids].</returns>
    [Network]
    public static Sequence Define(
        [Vocabulary(Alphabet.Count)] Tokens words,
        [Vocabulary(Answer.Count), Length(Answer.MostTokens), Generated(Start = Answer.Start, Stop = Answer.Stop)] Tokens answer)
    {
        (Sequence encoded, LayerState final) = EncoderDecoder.Encode(words);
        Sequence decoded = EncoderDecoder.Decode(answer, final);
        return Dense(Concat(decoded, Attention(decoded, encoded, encoded)), Answer.Count, name: "head");
    }
}
