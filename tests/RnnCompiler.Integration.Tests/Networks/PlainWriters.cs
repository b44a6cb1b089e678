namespace RnnCompiler.Integration.Tests.Networks;

/// <summary>Log probabilities of the next token in plain loops, which share no code with the library, for the tokens that were written so far.</summary>
/// <param name="vocabulary">Number of token ids.</param>
/// <param name="start">The start token.</param>
/// <param name="stop">The stop token.</param>
/// <param name="logits">Returns the logits at each step from the tokens that the decoder reads.</param>
internal sealed class PlainWriter(int vocabulary, int start, int stop, Func<int[], double[][]> logits)
{
    /// <summary>Returns the sum of the cross entropies of tokens that the decoder reads behind the start token.</summary>
    public double Loss(int[] tokens)
    {
        double[][] outputs = logits([start, .. tokens[..^1]]);
        return tokens.Select((token, t) => -LogProbability(outputs[t], token)).Sum();
    }

    /// <summary>Returns the most probable token again and again, up to the stop token.</summary>
    public int[] Greedy(int most)
    {
        List<int> written = [];
        while (written.Count < most)
        {
            double[] last = logits([start, .. written])[^1];
            int token = Array.IndexOf(last, last.Max());
            if (token == stop)
                break;
            written.Add(token);
        }

        return [.. written];
    }

    /// <summary>Returns of all sequences that the stop token ends or that fill the span the one of the largest mean log probability of a token, the stop token included.</summary>
    public int[] Best(int most) => All([], most).MaxBy(sequence => -Loss(Ended(sequence, most)) / Ended(sequence, most).Length)!;

    private int[] Ended(int[] sequence, int most) => sequence.Length == most ? sequence : [.. sequence, stop];

    private IEnumerable<int[]> All(int[] begin, int most) => begin.Length == most
        ? [begin]
        : Enumerable.Range(0, vocabulary).Where(token => token != stop).SelectMany(token => All([.. begin, token], most)).Prepend(begin);

    private static double LogProbability(double[] logits, int token)
    {
        double sum = 0;
        foreach (double logit in logits)
            sum += Math.Exp(logit);
        return logits[token] - Math.Log(sum);
    }
}

/// <summary>Creates plain writers of examples.</summary>
internal static class PlainWriters
{
    /// <summary>Computes <see cref="Translator"/>: a GRU, a GRU that goes on from its last state, and attention of each of its steps over the encoder.</summary>
    public static PlainWriter Translator(IReadOnlyDictionary<string, double[]> parameters, int[] words)
    {
        PlainLayers layers = new(parameters);
        double[][] encoded = layers.Gru("gru", layers.Embed("embedding", 6, words));
        return new PlainWriter(12, 0, 1, read =>
        {
            double[][] decoded = layers.Gru("gru_1", layers.Embed("embedding_1", 6, read), encoded[^1]);
            double[][] context = [.. decoded.Select(query => PlainLayers.Attend(query, encoded, encoded))];
            return layers.Linear("dense", PlainLayers.Join(decoded, context), static x => x);
        });
    }

    /// <summary>Computes <see cref="TinyWriter"/>: the mean of an LSTM and static features beside each token that an LSTM reads.</summary>
    public static PlainWriter Tiny(IReadOnlyDictionary<string, double[]> parameters, double[][] x, double[] place)
    {
        PlainLayers layers = new(parameters);
        double[][] encoded = layers.Lstm("encoder", x);
        double[] context = [.. Enumerable.Range(0, 4).Select(i => encoded.Average(h => h[i])), .. place];
        return new PlainWriter(3, 2, 1, read =>
        {
            double[][] tokens = layers.Embed("embedding", 2, read);
            return layers.Linear("dense", layers.Lstm("decoder", [.. tokens.Select(token => (double[])[.. token, .. context])]), static y => y);
        });
    }
}
