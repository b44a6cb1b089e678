namespace RnnCompiler.CompilerServices;

/// <summary>
/// Scheduled sampling (Bengio, Vinyals, Jaitly and Shazeer 2015): of the tokens that the decoder reads in training, each is the true one before it with some probability, else
/// one that is drawn from the output of the network at the step before. Drawn tokens have no gradient. Draws depend on the seed, the update, the row and the step alone.
/// </summary>
/// <param name="decoder">One stream of the decoder.</param>
internal abstract class ScheduledSampling(TokenStreams decoder)
{
    private readonly float[] _outputs = new float[decoder.Vocabulary];
    private readonly double[] _logs = new double[decoder.Vocabulary];
    private readonly int[] _token = new int[1];

    /// <summary>Returns the seed of the draws of a row.</summary>
    /// <param name="seed">The seed of the trainer.</param>
    /// <param name="updates">The number of updates so far.</param>
    /// <param name="row">The number of the row among those of the update.</param>
    public static ulong SeedOf(ulong seed, long updates, long row)
    {
        ulong ofUpdate = SplitMix.Mix(unchecked(seed + (SplitMix.Increment * (ulong)(updates + 1))));
        return SplitMix.Mix(unchecked(ofUpdate + (SplitMix.Increment * (ulong)(row + 1))));
    }

    /// <summary>Runs the encoder of the row, and sets the decoder to its start. It is called only if a token is drawn.</summary>
    protected abstract void Encode();

    /// <summary>Replaces tokens of a row.</summary>
    /// <param name="tokens">The tokens that the decoder reads, which are the true ones behind the start token.</param>
    /// <param name="count">The number of tokens that the row has; behind them, the last one is repeated.</param>
    /// <param name="probability">The probability of a true token.</param>
    /// <param name="seed">Seed of the draws of the row: the same one gives the same draws.</param>
    protected void Replace(Span<int> tokens, int count, double probability, ulong seed)
    {
        bool isEncoded = false;
        int fed = 0; // the tokens that the decoder has read
        for (int t = 1; t < count; t++)
        {
            if (Draw(seed, (ulong)(2 * t)) < probability)
                continue;
            if (!isEncoded)
                Encode();
            isEncoded = true;
            for (; fed < t; fed++)
            {
                _token[0] = tokens[fed];
                decoder.Step(_token, _outputs, default);
            }

            tokens[t] = Sample(Draw(seed, (ulong)((2 * t) + 1)));
        }

        tokens[count..].Fill(tokens[count - 1]);
    }

    private static double Draw(ulong seed, ulong number) => (SplitMix.Mix(unchecked(seed + (SplitMix.Increment * (number + 1)))) >> 11) * (1.0 / (1UL << 53));

    private int Sample(double draw)
    {
        TokenScores.LogProbabilities(_outputs, decoder.AreProbabilities, _logs);
        for (int id = 0; id < _logs.Length - 1; id++)
        {
            draw -= Math.Exp(_logs[id]);
            if (draw < 0)
                return id;
        }

        return _logs.Length - 1;
    }
}
