using RnnCompiler.CompilerServices;

namespace RnnCompiler.Runtime.Tests;

/// <summary>A network whose state is all tokens that it has read, and whose outputs are a function of them.</summary>
/// <param name="vocabulary">Number of token ids.</param>
/// <param name="streams">Number of streams.</param>
/// <param name="output">The outputs after some tokens.</param>
/// <param name="areProbabilities">Whether outputs are probabilities; else they are logits.</param>
internal sealed class TextStreams(int vocabulary, int streams, Func<IReadOnlyList<int>, float[]> output, bool areProbabilities = false)
    : TokenStreams(vocabulary, areProbabilities)
{
    private readonly int[][] _read = [.. Enumerable.Range(0, streams).Select(static _ => Array.Empty<int>())];

    /// <summary>Outputs that look random: two equal texts have the same.</summary>
    public static float[] Mixed(IReadOnlyList<int> text, int vocabulary, double spread)
    {
        ulong key = text.Aggregate(17UL, static (k, token) => SplitMix.Mix(unchecked(k + (ulong)token + SplitMix.Increment)));
        return [.. Enumerable.Range(0, vocabulary).Select(id => (float)(spread * ((SplitMix.Mix(unchecked(key + (ulong)id)) >> 40) / (double)(1 << 24))))];
    }

    public override void Step(ReadOnlySpan<int> tokens, Span<float> outputs, ReadOnlySpan<bool> active)
    {
        for (int stream = 0; stream < _read.Length; stream++)
        {
            if (!active.IsEmpty && !active[stream])
                continue;
            _read[stream] = [.. _read[stream], tokens[stream]];
            output(_read[stream]).CopyTo(outputs[(stream * Vocabulary)..]);
        }
    }

    public override void Copy(int source, int destination) => _read[destination] = _read[source];
}
