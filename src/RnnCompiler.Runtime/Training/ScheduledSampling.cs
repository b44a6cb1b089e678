using System.Runtime.InteropServices;

namespace RnnCompiler.CompilerServices;

/// <summary>
/// Scheduled sampling (Bengio, Vinyals, Jaitly and Shazeer 2015): of the tokens that the decoder reads in training, each is the true one before it with some probability, else
/// one that is drawn from the output of the network at the step before. Drawn tokens have no gradient. Draws depend on the seed, the update, the row and the step alone.
/// </summary>
internal sealed class ScheduledSampling
{
    private readonly NetworkLayout _training;
    private readonly NetworkPort _tokens;
    private readonly EncodedRow _encoded;
    private readonly DecoderStreams _decoder;
    private readonly float[] _input;
    private readonly float[] _outputs;
    private readonly double[] _logs;
    private readonly int[] _token = new int[1];

    /// <summary>Prepares sampling for a model.</summary>
    /// <param name="model">The kernels of inference.</param>
    /// <param name="parameters">The parameters.</param>
    /// <param name="training">The layout of rows of training.</param>
    /// <param name="areProbabilities">Whether outputs are probabilities; else they are logits.</param>
    public ScheduledSampling(CompiledModel model, ParameterStore parameters, NetworkLayout training, bool areProbabilities)
    {
        _training = training;
        _tokens = training.Inputs[training.Generated];
        _encoded = new EncodedRow(model, parameters);
        _input = new float[model.Sequence.InputLength];
        _outputs = new float[_tokens.Ids];
        _logs = new double[_tokens.Ids];
        _decoder = new DecoderStreams(_encoded, _tokens.Ids, areProbabilities, 1);
    }

    /// <summary>Replaces tokens of a row.</summary>
    /// <param name="row">The row of training, whose tokens are the true ones.</param>
    /// <param name="steps">Its steps in the group of the model.</param>
    /// <param name="count">The number of its tokens, the stop token included.</param>
    /// <param name="probability">The probability of a true token.</param>
    /// <param name="seed">Seed of the draws of the row: the same one gives the same draws.</param>
    public void Run(Span<float> row, int steps, int count, double probability, ulong seed)
    {
        Span<int> tokens = MemoryMarshal.Cast<float, int>(row.Slice(_tokens.Offset, _tokens.Length));
        bool isEncoded = false;
        int fed = 0; // the tokens that the decoder has read
        for (int t = 1; t < count; t++)
        {
            if (Draw(seed, (ulong)(2 * t)) < probability)
                continue;
            if (!isEncoded)
                Encode(row, steps);
            isEncoded = true;
            for (; fed < t; fed++)
            {
                _token[0] = tokens[fed];
                _decoder.Step(_token, _outputs, default);
            }

            tokens[t] = Sample(Draw(seed, (ulong)((2 * t) + 1)));
        }

        tokens[count..].Fill(tokens[count - 1]);
    }

    private static double Draw(ulong seed, ulong number) => (SplitMix.Mix(seed + (SplitMix.Increment * (number + 1))) >> 11) * (1.0 / (1UL << 53));

    private void Encode(ReadOnlySpan<float> row, int steps)
    {
        NetworkLayout inference = _encoded.Model.Sequence.Layout!;
        for (int i = 0, from = 0; i < inference.Inputs.Length; i++, from++)
        {
            if (from == _training.Generated)
                from++;
            NetworkPort source = _training.Inputs[from], target = inference.Inputs[i];
            row.Slice(source.Offset, source.Length).CopyTo(_input.AsSpan(target.Offset));
        }

        for (int group = 0; group < inference.Groups.Length; group++)
        {
            (LengthGroup source, LengthGroup target) = (_training.Groups[group], inference.Groups[group]);
            if (target.MaskOffset >= 0)
                row.Slice(source.MaskOffset, source.Steps).CopyTo(_input.AsSpan(target.MaskOffset));
        }

        _encoded.Encode(_input, steps);
        _decoder.Restart();
    }

    private int Sample(double draw)
    {
        TokenScores.LogProbabilities(_outputs, _decoder.AreProbabilities, _logs);
        for (int id = 0; id < _logs.Length - 1; id++)
        {
            draw -= Math.Exp(_logs[id]);
            if (draw < 0)
                return id;
        }

        return _logs.Length - 1;
    }
}
