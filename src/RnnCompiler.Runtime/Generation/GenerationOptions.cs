namespace RnnCompiler;

/// <summary>
/// Options of <c>Generate</c>. By default each token is the most probable one. A <see cref="Temperature"/> above 0 draws tokens at random; several <see cref="Beams"/> search for
/// the most probable sequence.
/// </summary>
public sealed record GenerationOptions
{
    /// <summary>
    /// Temperature T of drawn tokens: token i has the probability softmax(logits / T)ᵢ. 1 draws from the model's distribution, less prefers probable tokens. 0, the default,
    /// takes the most probable token, of equal ones that of the lowest id; <see cref="TopK"/>, <see cref="TopP"/> and <see cref="Seed"/> have no effect then.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative or not finite.</exception>
    public double Temperature
    {
        get;
        init => field = value >= 0 && double.IsFinite(value)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(Temperature), value, $"Expected a finite temperature of at least 0, but {value} was given.");
    }

    /// <summary>
    /// Number of tokens to draw from: the most probable ones, of equal ones those of lower ids (Fan, Lewis and Dauphin 2018). 0, the default, for all.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    public int TopK
    {
        get;
        init => field = value >= 0
            ? value
            : throw new ArgumentOutOfRangeException(nameof(TopK), value, $"Expected at least 0, but {value} was given.");
    }

    /// <summary>
    /// Least probability of the nucleus, the tokens to draw from: the smallest set of the most probable tokens whose probabilities sum to at least this value (Holtzman et al.
    /// 2020). The probabilities are those of the tokens that <see cref="TopK"/> leaves, normalised to a sum of 1. Above 0; 1, the default, for all.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not above 0 and at most 1.</exception>
    public double TopP
    {
        get;
        init => field = value is > 0 and <= 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(TopP), value, $"Expected a probability above 0 and at most 1, but {value} was given.");
    } = 1;

    /// <summary>Seed of drawn tokens. Equal seeds, prompts and outputs of the model give equal tokens, on every machine.</summary>
    public ulong Seed { get; init; }

    /// <summary>Token ids that end the sequence: the first of them that is chosen is neither written nor counted. None by default.</summary>
    /// <exception cref="ArgumentNullException">It is null.</exception>
    public IReadOnlyList<int> StopTokens
    {
        get;
        init => field = [.. value ?? throw new ArgumentNullException(nameof(StopTokens))];
    } = [];

    /// <summary>
    /// Number of sequences that a beam search keeps; 1, the default, is the greedy choice. Sequences are kept by their summed log probability. One that a stop token ends
    /// keeps its place, and is compared with the others that ended and those that fill the span by the mean log probability of a token, the stop token included: the sum
    /// would favour short sequences (Wu et al. 2016, section 7, with α = 1; the default of Hugging Face). The search ends early only if no beam can become better. It needs
    /// the <see cref="Temperature"/> 0.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int Beams
    {
        get;
        init => field = value >= 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(Beams), value, $"Expected at least 1 beam, but {value} was given.");
    } = 1;

    /// <summary>
    /// Receives each token after it is written, and returns whether the sequence continues; null for none. A token for which it returns false is the last one that is counted.
    /// With several <see cref="Beams"/> it is called after the search.
    /// </summary>
    public Func<int, bool>? OnToken { get; init; }

    /// <summary>Returns options whose stop tokens include a token.</summary>
    internal GenerationOptions WithStop(int token) => StopTokens.Contains(token) ? this : this with { StopTokens = [.. StopTokens, token] };

    /// <summary>Checks the options with a prompt and the number of token ids.</summary>
    /// <exception cref="ArgumentException">The prompt is empty, an id is out of range, or several beams have a temperature.</exception>
    internal static void Check(GenerationOptions? options, ReadOnlySpan<int> prompt, int vocabulary)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (prompt.IsEmpty)
            throw new ArgumentException("Expected a prompt of at least one token, but it is empty.", nameof(prompt));
        CheckIds(prompt, vocabulary, nameof(prompt));
        CheckIds([.. options.StopTokens], vocabulary, nameof(StopTokens));
        if (options.Beams > 1 && options.Temperature > 0)
        {
            throw new ArgumentException(
                $"Expected the temperature 0, which a search with {options.Beams} beams needs, but {options.Temperature} was given.", nameof(options));
        }
    }

    private static void CheckIds(ReadOnlySpan<int> ids, int vocabulary, string name)
    {
        for (int i = 0; i < ids.Length; i++)
        {
            if ((uint)ids[i] >= (uint)vocabulary)
                throw new ArgumentOutOfRangeException(name, ids[i], $"Expected token ids from 0 to {vocabulary - 1}, but {ids[i]} was given at index {i}.");
        }
    }
}
