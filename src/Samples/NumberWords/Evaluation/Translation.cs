using NumberWords.Data;
using NumberWords.Models;
using RnnCompiler;

namespace NumberWords.Evaluation;

/// <summary>Translates by a network.</summary>
/// <param name="model">The network.</param>
internal sealed class Translation(NumberTranslator model)
{
    private readonly int[] _words = new int[Alphabet.MostCharacters];
    private readonly int[] _tokens = new int[Answer.MostTokens];

    /// <summary>Translates one number.</summary>
    /// <param name="words">The number in words.</param>
    /// <param name="options">The search: greedy or with beams.</param>
    /// <returns>Its digits.</returns>
    public string Translate(string words, GenerationOptions options)
    {
        int length = Alphabet.Encode(words, _words);
        int count = model.Generate(_words, [length], _tokens, options);
        return Answer.Decode(_tokens.AsSpan(0, count));
    }
}
