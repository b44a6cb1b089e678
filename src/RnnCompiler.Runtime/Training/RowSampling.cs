using System.Runtime.InteropServices;

namespace RnnCompiler.CompilerServices;

/// <summary>Scheduled sampling of the rows of a compiled trainer, by the kernels of inference.</summary>
internal sealed class RowSampling : ScheduledSampling
{
    private readonly NetworkLayout _training;
    private readonly NetworkPort _tokens;
    private readonly EncodedRow _encoded;
    private readonly DecoderStreams _decoder;
    private readonly float[] _input;
    private readonly float[] _before;
    private int _steps;
    private bool _starts;

    /// <summary>Prepares sampling for a model.</summary>
    /// <param name="model">The kernels of inference.</param>
    /// <param name="parameters">The parameters.</param>
    /// <param name="training">The layout of rows of training.</param>
    /// <param name="areProbabilities">Whether outputs are probabilities; else they are logits.</param>
    public RowSampling(CompiledModel model, ParameterStore parameters, NetworkLayout training, bool areProbabilities)
        : this(training, new DecoderStreams(new EncodedRow(model, parameters), training.Inputs[training.Generated].Ids, areProbabilities, 1))
    {
    }

    private RowSampling(NetworkLayout training, DecoderStreams decoder)
        : base(decoder)
    {
        _training = training;
        _tokens = training.Inputs[training.Generated];
        _decoder = decoder;
        _encoded = decoder.Encoded;
        _input = new float[_encoded.Model.Sequence.InputLength];
        _before = new float[_encoded.States.Length];
    }

    /// <summary>Replaces tokens of a row.</summary>
    /// <param name="row">The row of training, whose tokens are the true ones.</param>
    /// <param name="steps">Its steps in the group of the model.</param>
    /// <param name="before">Its states before the first step, without padding; empty for the initial values.</param>
    /// <param name="count">The number of its tokens, the stop token included.</param>
    /// <param name="probability">The probability of a true token.</param>
    /// <param name="seed">Seed of the draws of the row, from <see cref="ScheduledSampling.SeedOf"/>.</param>
    public void Run(Span<float> row, int steps, ReadOnlySpan<float> before, int count, double probability, ulong seed)
    {
        CopyInputs(row);
        before.CopyTo(_before);
        (_steps, _starts) = (steps, before.IsEmpty);
        Replace(MemoryMarshal.Cast<float, int>(row.Slice(_tokens.Offset, _tokens.Length)), count, probability, seed);
    }

    /// <inheritdoc/>
    protected override void Encode()
    {
        _encoded.Encode(_input, _steps, _starts ? default : _before);
        _decoder.Restart();
    }

    private void CopyInputs(ReadOnlySpan<float> row)
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
    }
}
