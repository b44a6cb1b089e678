namespace CharacterModel.Evaluation;

/// <summary>
/// The baseline: counts of n successive characters. Probabilities are interpolated with those of shorter contexts, down to the uniform distribution, by the rule of Witten
/// and Bell (1991): with c the count of the character after a context, N their sum and T the number of different characters seen there,
/// p = (c + T · p of the shorter context) / (N + T).
/// </summary>
internal sealed class NGram : ICharacterPredictor
{
    private readonly int _characters;

    // Of each length of the context: counts of [context, character], and of each context their sum and the number of those above 0.
    private readonly int[][] _counts;
    private readonly int[][] _sums;
    private readonly int[][] _kinds;

    /// <summary>Counts the characters of a text.</summary>
    /// <param name="name">Its name in reports.</param>
    /// <param name="order">n: the length of the context and 1.</param>
    /// <param name="characters">Number of different characters.</param>
    /// <param name="text">The text.</param>
    public NGram(string name, int order, int characters, ReadOnlySpan<int> text)
    {
        Name = name;
        _characters = characters;
        _counts = new int[order][];
        _sums = new int[order][];
        _kinds = new int[order][];
        for (int length = 0, contexts = 1; length < order; length++, contexts *= characters)
        {
            _counts[length] = new int[contexts * characters];
            _sums[length] = new int[contexts];
            _kinds[length] = new int[contexts];
            for (int i = length; i < text.Length; i++)
            {
                int context = Context(text, i, length);
                _sums[length][context]++;
                if (_counts[length][context * characters + text[i]]++ == 0)
                    _kinds[length][context]++;
            }
        }
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public int Parameters => _kinds.Sum(static kinds => kinds.Sum());

    /// <inheritdoc/>
    public double CrossEntropy(ReadOnlySpan<int> text)
    {
        double sum = 0;
        for (int i = 1; i < text.Length; i++)
            sum -= Math.Log(Probability(text, i));
        return sum / (text.Length - 1);
    }

    /// <summary>Returns the probability of a character of a text after those before it.</summary>
    /// <param name="text">The text.</param>
    /// <param name="index">The index of the character.</param>
    public double Probability(ReadOnlySpan<int> text, int index)
    {
        double probability = 1.0 / _characters;
        for (int length = 0; length < _counts.Length && length <= index; length++)
        {
            int context = Context(text, index, length);
            if (_sums[length][context] == 0)
                break;
            double kinds = _kinds[length][context];
            probability = (_counts[length][context * _characters + text[index]] + kinds * probability) / (_sums[length][context] + kinds);
        }

        return probability;
    }

    private int Context(ReadOnlySpan<int> text, int index, int length)
    {
        int context = 0;
        foreach (int id in text.Slice(index - length, length))
            context = context * _characters + id;
        return context;
    }
}
