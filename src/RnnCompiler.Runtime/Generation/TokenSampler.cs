using System.Runtime.InteropServices;

namespace RnnCompiler.CompilerServices;

/// <summary>
/// Generates one sequence token by token: the most probable one, or a draw from softmax(logits / temperature), then top-k, then top-p. Draw t has the number u in [0, 1) that is
/// the upper 53 bits of mix(mix(seed + φ) + (t + 1) · φ), with mix and φ of SplitMix64, so that it depends on the seed and on t alone.
/// </summary>
internal sealed class TokenSampler
{
    private readonly TokenStreams _streams;
    private readonly GenerationOptions _options;
    private readonly bool[] _isStop;
    private readonly float[] _outputs;
    private readonly double[] _cumulated;

    // Outputs in descending order with their ids; empty if draws need no order.
    private readonly ulong[] _order;
    private ulong _counter;

    /// <summary>Prepares a sequence; nothing is allocated afterwards.</summary>
    /// <param name="streams">The network; its stream 0 is used.</param>
    /// <param name="options">How tokens are chosen.</param>
    public TokenSampler(TokenStreams streams, GenerationOptions options)
    {
        _streams = streams;
        _options = options;
        _isStop = new bool[streams.Vocabulary];
        foreach (int token in options.StopTokens)
            _isStop[token] = true;
        bool draws = options.Temperature > 0;
        _outputs = new float[streams.Vocabulary];
        _cumulated = new double[draws ? streams.Vocabulary : 0];
        _order = new ulong[draws && (options.TopK > 0 || options.TopP < 1) ? streams.Vocabulary : 0];
        _counter = SplitMix.Mix(unchecked(options.Seed + SplitMix.Increment));
    }

    /// <summary>Continues a prompt.</summary>
    /// <param name="prompt">At least one token id.</param>
    /// <param name="tokens">Receives the tokens that follow.</param>
    /// <returns>The number of tokens that were written.</returns>
    public int Run(ReadOnlySpan<int> prompt, Span<int> tokens)
    {
        foreach (int token in prompt)
            Step(token);
        for (int written = 0; written < tokens.Length; written++)
        {
            int token = _options.Temperature > 0 ? Draw() : TokenScores.Largest(_outputs);
            if (_isStop[token])
                return written;
            tokens[written] = token;
            if (_options.OnToken?.Invoke(token) == false)
                return written + 1;
            if (written + 1 < tokens.Length)
                Step(token);
        }

        return tokens.Length;
    }

    private void Step(int token) => _streams.Step(MemoryMarshal.CreateReadOnlySpan(ref token, 1), _outputs, default);

    /// <summary>Draws a token from the outputs.</summary>
    internal int Draw() => Draw(_outputs);

    /// <summary>Draws a token.</summary>
    /// <param name="outputs">The outputs of a step.</param>
    internal int Draw(ReadOnlySpan<float> outputs)
    {
        double largest = TokenScores.Logit(outputs[TokenScores.Largest(outputs)], _streams.AreProbabilities);
        Sort(outputs);
        int count = _options.TopK > 0 ? Math.Min(_options.TopK, outputs.Length) : outputs.Length;
        Span<double> cumulated = _cumulated.AsSpan(0, count);
        double sum = 0;
        for (int i = 0; i < cumulated.Length; i++)
        {
            sum += ReproducibleMath.Exp((TokenScores.Logit(outputs[Id(i)], _streams.AreProbabilities) - largest) / _options.Temperature);
            cumulated[i] = sum;
        }

        if (_options.TopP < 1)
        {
            cumulated = cumulated[..(First(cumulated, _options.TopP * sum) + 1)];
            sum = cumulated[^1];
        }

        // The smallest number above the draw: the first sum that reaches it is the first one that exceeds the draw.
        return Id(First(cumulated, Math.BitIncrement(Math.Min(Uniform() * sum, Math.BitDecrement(sum)))));
    }

    private int Id(int place) => _order.Length == 0 ? place : (int)(uint)_order[place];

    /// <summary>Returns the index of the first of ascending numbers that reaches a bound; the last number does.</summary>
    private static int First(ReadOnlySpan<double> numbers, double bound)
    {
        int low = 0, high = numbers.Length - 1;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (numbers[middle] >= bound)
                high = middle;
            else
                low = middle + 1;
        }

        return low;
    }

    // A key is the output, as an integer that descends as the output ascends, above the id: keys differ, so their order is the same on every machine.
    private void Sort(ReadOnlySpan<float> outputs)
    {
        if (_order.Length == 0)
            return;
        for (int id = 0; id < outputs.Length; id++)
        {
            int bits = BitConverter.SingleToInt32Bits(outputs[id] + 0f); // −0 becomes 0
            uint descending = bits < 0 ? (uint)bits : (uint)~bits & 0x7FFFFFFF;
            _order[id] = ((ulong)descending << 32) | (uint)id;
        }

        _order.AsSpan().Sort();
    }

    private double Uniform()
    {
        _counter = unchecked(_counter + SplitMix.Increment);
        return (SplitMix.Mix(_counter) >> 11) * (1.0 / (1L << 53));
    }
}
