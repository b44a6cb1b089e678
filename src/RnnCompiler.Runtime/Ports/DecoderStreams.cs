namespace RnnCompiler.CompilerServices;

/// <summary>Streams of the decoder of a network that writes tokens itself: each step reads the last token and what the encoder computed.</summary>
internal sealed class DecoderStreams : TokenStreams
{
    private readonly EncodedRow _encoded;
    private readonly State[] _states;
    private readonly float[] _row;
    private readonly float[] _copied;

    /// <summary>Creates streams that are all before the first token.</summary>
    /// <param name="encoded">The example.</param>
    /// <param name="vocabulary">Number of token ids.</param>
    /// <param name="areProbabilities">Whether outputs are probabilities; else they are logits.</param>
    /// <param name="streams">Number of streams.</param>
    public DecoderStreams(EncodedRow encoded, int vocabulary, bool areProbabilities, int streams)
        : base(vocabulary, areProbabilities)
    {
        _encoded = encoded;
        _states = new State[streams];
        for (int i = 0; i < streams; i++)
            _states[i] = new State(encoded.Model, encoded.Parameters);
        _row = new float[1 + encoded.Context.Length];
        _copied = new float[encoded.States.Length];
        Restart();
    }

    /// <summary>The example.</summary>
    public EncodedRow Encoded => _encoded;

    /// <summary>Sets all streams to the start of the example, which may have been encoded anew.</summary>
    public void Restart()
    {
        _encoded.Context.CopyTo(_row.AsSpan(1));
        foreach (State state in _states)
            state.CopyFrom(_encoded.States);
    }

    /// <inheritdoc/>
    public override void Step(ReadOnlySpan<int> tokens, Span<float> outputs, ReadOnlySpan<bool> active)
    {
        for (int stream = 0; stream < _states.Length; stream++)
        {
            if (active.IsEmpty || active[stream])
                Step(_states[stream], tokens[stream], outputs.Slice(stream * Vocabulary, Vocabulary));
        }
    }

    /// <inheritdoc/>
    public override void Copy(int source, int destination)
    {
        _states[source].CopyTo(_copied);
        _states[destination].CopyFrom(_copied);
    }

    private void Step(State state, int token, Span<float> output)
    {
        _row[0] = BitConverter.Int32BitsToSingle(token);
        state.Advance(_encoded.Parameters, _encoded.Model.Step!, _row, output);
    }

    private sealed class State(CompiledModel model, ParameterStore parameters) : ModelState(model, parameters);
}
