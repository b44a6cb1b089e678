namespace RnnCompiler.CompilerServices;

/// <summary>The best of the tokens that were added, in descending order of their scores; of equal scores the one added first is better.</summary>
/// <param name="capacity">The largest limit.</param>
internal sealed class ScoredTokens(int capacity)
{
    private int _limit;
    private readonly double[] _scores = new double[capacity];
    private readonly int[] _beams = new int[capacity];
    private readonly int[] _tokens = new int[capacity];

    /// <summary>Number of tokens.</summary>
    public int Count { get; private set; }

    /// <summary>Returns the score of a token, 0 being the best.</summary>
    public double Score(int index) => _scores[index];

    /// <summary>Returns the beam that a token extends.</summary>
    public int Beam(int index) => _beams[index];

    /// <summary>Returns the id of a token.</summary>
    public int Token(int index) => _tokens[index];

    /// <summary>Removes all tokens.</summary>
    /// <param name="limit">The most tokens from now on, at least 1.</param>
    public void Clear(int limit)
    {
        Count = 0;
        _limit = limit;
    }

    /// <summary>Adds a token, if it is better than the worst one or there is room.</summary>
    public void Add(double score, int beam, int token)
    {
        if (Count == _limit && score <= _scores[Count - 1])
            return;
        int index = Count < _limit ? Count++ : Count - 1;
        for (; index > 0 && score > _scores[index - 1]; index--)
            (_scores[index], _beams[index], _tokens[index]) = (_scores[index - 1], _beams[index - 1], _tokens[index - 1]);
        (_scores[index], _beams[index], _tokens[index]) = (score, beam, token);
    }
}
