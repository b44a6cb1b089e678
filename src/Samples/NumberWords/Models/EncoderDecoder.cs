using RnnCompiler.Networks;
using static RnnCompiler.Networks.Layers;

namespace NumberWords.Models;

/// <summary>The layers that <see cref="NumberTranslator"/> and <see cref="NumberAttention"/> have in common; equal names give equal parameters.</summary>
internal static class EncoderDecoder
{
    private const int EmbeddingSize = 24;
    private const int Units = 96;

    /// <summary>Reads the characters.</summary>
    public static (Sequence Encoded, LayerState Final) Encode(Tokens words) => Gru(Embedding(words, EmbeddingSize, name: "letters"), Units, name: "encoder").WithState();

    /// <summary>Continues from the state after the last character.</summary>
    public static Sequence Decode(Tokens answer, LayerState state) =>
        Gru(Embedding(answer, EmbeddingSize, name: "digits"), Units, initial: state, name: "decoder");
}
