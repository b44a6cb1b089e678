namespace RnnCompiler.CompilerServices;

/// <summary>
/// Beam search (Lowerre 1976; for recurrent decoders Graves 2012 and Sutskever, Vinyals and Le 2014): keeps the sequences with the largest summed log probabilities, and
/// extends each by each token in each step. A sequence that a stop token ends keeps its place: the others have one beam less, as in the program of Bahdanau, Cho and Bengio
/// (2015). The result is the sequence with the largest mean log probability of a token among those that ended and the best one that fills the span. Of equal scores, that of
/// the earlier beam and the lower id counts.
/// </summary>
/// <remarks>
/// Streams are two banks of beams: the extensions of a step are in the other bank than the beams that they extend. Sequences are stored as a token and the beam that it extends,
/// for each step and beam.
/// </remarks>
internal sealed class BeamSearch
{
    private readonly TokenStreams _streams;
    private readonly GenerationOptions _options;
    private readonly int _beams;
    private readonly bool[] _isStop;
    private readonly int[] _inputs;
    private readonly float[] _outputs;
    private readonly bool[] _active;
    private readonly double[] _logs;
    private readonly ScoredTokens _best;
    private readonly ScoredTokens _running;

    // [steps, beams]
    private int[] _tokens = [];
    private int[] _parents = [];

    /// <summary>Prepares a search.</summary>
    /// <param name="streams">The network, with as many streams as <see cref="Streams"/> says; the search begins with its stream 0.</param>
    /// <param name="options">Number of beams, stop tokens, and the callback.</param>
    public BeamSearch(TokenStreams streams, GenerationOptions options)
    {
        _streams = streams;
        _options = options;
        _beams = options.Beams;
        _isStop = new bool[streams.Vocabulary];
        foreach (int token in options.StopTokens)
            _isStop[token] = true;
        _inputs = new int[Streams(_beams)];
        _outputs = new float[checked(Streams(_beams) * streams.Vocabulary)];
        _active = new bool[Streams(_beams)];
        _logs = new double[streams.Vocabulary];
        _best = new ScoredTokens(_beams);
        _running = new ScoredTokens(_beams);
    }

    /// <summary>Returns the number of streams that a search needs.</summary>
    public static int Streams(int beams) => checked(2 * beams);

    /// <summary>Continues a prompt.</summary>
    /// <param name="prompt">At least one token id.</param>
    /// <param name="tokens">Receives the tokens that follow.</param>
    /// <returns>The number of tokens that were written.</returns>
    public int Run(ReadOnlySpan<int> prompt, Span<int> tokens)
    {
        _tokens = new int[checked(tokens.Length * _beams)];
        _parents = new int[_tokens.Length];
        _active[0] = true;
        foreach (int token in prompt)
        {
            _inputs[0] = token;
            _streams.Step(_inputs, _outputs, _active);
        }

        int written = Search(tokens);
        for (int i = 0; i < written; i++)
        {
            if (_options.OnToken?.Invoke(tokens[i]) == false)
                return i + 1;
        }

        return written;
    }

    private int Search(Span<int> tokens)
    {
        double finished = double.NegativeInfinity;
        int finishedLength = 0, finishedBeam = 0, bank = 0;
        int places = _beams;
        _running.Clear(1);
        _running.Add(0, 0, 0); // the prompt
        for (int step = 0; step < tokens.Length; step++)
        {
            FindBest(bank, places);
            _running.Clear(places);
            for (int i = 0; i < _best.Count; i++)
            {
                if (!_isStop[_best.Token(i)])
                {
                    _running.Add(_best.Score(i), _best.Beam(i), _best.Token(i));
                    continue;
                }

                places--;
                if (_best.Score(i) / (step + 1) > finished)
                    (finished, finishedLength, finishedBeam) = (_best.Score(i) / (step + 1), step, _best.Beam(i));
            }

            Store(step);

            // A sum of log probabilities does not grow, and no sequence has more tokens than the span.
            if (_running.Count == 0 || finished >= _running.Score(0) / tokens.Length)
                break;
            if (step + 1 == tokens.Length)
                return Read(tokens, tokens.Length, 0);
            bank = Advance(bank);
        }

        return Read(tokens, finishedLength, finishedBeam);
    }

    /// <summary>Finds the best extensions of all beams.</summary>
    /// <param name="bank">The bank of the beams, 0 or 1.</param>
    /// <param name="places">The most extensions.</param>
    private void FindBest(int bank, int places)
    {
        _best.Clear(places);
        for (int beam = 0; beam < _running.Count; beam++)
        {
            ReadOnlySpan<float> outputs = _outputs.AsSpan((bank * _beams + beam) * _streams.Vocabulary, _streams.Vocabulary);
            TokenScores.LogProbabilities(outputs, _streams.AreProbabilities, _logs);
            for (int token = 0; token < _logs.Length; token++)
            {
                if (!double.IsNegativeInfinity(_logs[token]))
                    _best.Add(_running.Score(beam) + _logs[token], beam, token);
            }
        }
    }

    private void Store(int step)
    {
        for (int beam = 0; beam < _running.Count; beam++)
        {
            _tokens[step * _beams + beam] = _running.Token(beam);
            _parents[step * _beams + beam] = _running.Beam(beam);
        }
    }

    /// <summary>Copies states to the other bank, feeds each beam its last token, and returns that bank.</summary>
    private int Advance(int bank)
    {
        int other = 1 - bank;
        Array.Clear(_active);
        for (int beam = 0; beam < _running.Count; beam++)
        {
            int stream = other * _beams + beam;
            _streams.Copy(bank * _beams + _running.Beam(beam), stream);
            _inputs[stream] = _running.Token(beam);
            _active[stream] = true;
        }

        _streams.Step(_inputs, _outputs, _active);
        return other;
    }

    /// <summary>Writes the sequence that a beam had after some steps.</summary>
    private int Read(Span<int> tokens, int length, int beam)
    {
        for (int step = length - 1; step >= 0; step--)
        {
            tokens[step] = _tokens[step * _beams + beam];
            beam = _parents[step * _beams + beam];
        }

        return length;
    }
}
