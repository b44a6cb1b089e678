namespace RnnCompiler.Benchmarks;

/// <summary>One model on both engines: the same parameters, inputs and targets, compared before anything is timed.</summary>
public sealed class Workload : IDisposable
{
    /// <summary>Makes both engines.</summary>
    /// <param name="rows">Rows of a training step; sequences are timed one at a time.</param>
    /// <exception cref="InvalidOperationException">The engines do not agree.</exception>
    public Workload(int rows)
    {
        Random random = new(1);
        Inputs = [.. Enumerable.Range(0, rows * LstmModel.SequenceLength * LstmModel.InputSize).Select(_ => (random.NextSingle() * 2) - 1)];
        Targets = [.. Enumerable.Range(0, rows).Select(_ => random.NextSingle())];
        GeneratedTrainer = Generated.CreateTrainer(new Adam(0.001f), rows);
        InterpretedTrainer = Interpreted.CreateTrainer(new Adam(0.001f), rows);
        Check();
    }

    /// <summary>Generated code.</summary>
    public LstmModel Generated { get; } = LstmModel.Create(1);

    /// <summary>The interpreted runtime.</summary>
    public InterpretedModel<float> Interpreted { get; } = InterpretedModel.Create<LstmModel>(seed: 1);

    /// <summary>The trainer of generated code.</summary>
    public LstmModel.Trainer GeneratedTrainer { get; }

    /// <summary>The trainer of the interpreted runtime.</summary>
    public InterpretedTrainer<float> InterpretedTrainer { get; }

    /// <summary>[rows, 100, 32].</summary>
    public float[] Inputs { get; }

    /// <summary>[rows, 1].</summary>
    public float[] Targets { get; }

    /// <summary>Where outputs go.</summary>
    public float[] Output { get; } = new float[1];

    /// <summary>The first sequence.</summary>
    public ReadOnlySpan<float> Sequence => Inputs.AsSpan(0, LstmModel.SequenceLength * LstmModel.InputSize);

    /// <inheritdoc/>
    public void Dispose()
    {
        GeneratedTrainer.Dispose();
        InterpretedTrainer.Dispose();
    }

    private void Check()
    {
        float[] other = new float[1];
        Generated.Forward(Sequence, Output);
        Interpreted.Forward(Sequence, other);
        float loss = GeneratedTrainer.ComputeGradients(Inputs, Targets);
        float otherLoss = InterpretedTrainer.ComputeGradients(Inputs, Targets);
        if (!(Math.Abs(Output[0] - other[0]) <= 1e-5f && Math.Abs(loss - otherLoss) <= 1e-5f))
            throw new InvalidOperationException($"Generated code gives {Output[0]} and loss {loss}, the interpreted runtime {other[0]} and {otherLoss}.");
    }
}
