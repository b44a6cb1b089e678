using RnnCompiler.Benchmarks.Engines;

namespace RnnCompiler.Benchmarks.Networks;

/// <summary>Whole sequence of a model, batch 1.</summary>
/// <param name="model">The model.</param>
/// <param name="inputs">Floats of a sequence.</param>
/// <param name="outputs">Floats of its outputs.</param>
internal sealed class SequenceEngine(ISequenceModel<float> model, int inputs, int outputs) : Engine
{
    private readonly float[] _input = NetworkEngines.Numbers(inputs);
    private readonly float[] _output = new float[outputs];

    /// <inheritdoc/>
    public override void Run(int calls)
    {
        for (int i = 0; i < calls; i++)
            model.Forward(_input, _output, 1);
    }

    /// <inheritdoc/>
    public override float[] Result() => _output;
}

/// <summary>Single steps of a stream.</summary>
/// <param name="model">The model.</param>
/// <param name="inputs">Floats of a step.</param>
/// <param name="outputs">Floats of its output.</param>
internal sealed class StepEngine(IStreamingModel<float> model, int inputs, int outputs) : Engine
{
    private readonly float[] _input = NetworkEngines.Numbers(inputs);
    private readonly float[] _output = new float[outputs];
    private readonly ModelState _state = model.CreateState();

    /// <inheritdoc/>
    public override void Run(int calls)
    {
        for (int i = 0; i < calls; i++)
            model.Step(_state, _input, _output);
    }

    /// <inheritdoc/>
    public override float[] Result() => _output;
}

/// <summary>Training step, with a learning rate at which parameters do not change during timing.</summary>
/// <param name="trainer">The trainer, which is disposed.</param>
/// <param name="inputs">Floats of a batch.</param>
/// <param name="targets">Floats of its targets.</param>
internal sealed class TrainingEngine(Trainer<float, float> trainer, int inputs, int targets) : Engine
{
    private readonly float[] _input = NetworkEngines.Numbers(inputs);
    private readonly float[] _targets = NetworkEngines.Numbers(targets);
    private float _loss;

    /// <inheritdoc/>
    public override void Run(int calls)
    {
        for (int i = 0; i < calls; i++)
            _loss = trainer.Step(_input, _targets);
    }

    /// <inheritdoc/>
    public override float[] Result() => [_loss];

    /// <inheritdoc/>
    public override void Dispose() => trainer.Dispose();
}

/// <summary>Data of the engines.</summary>
internal static class NetworkEngines
{
    /// <summary>Returns numbers from −0.5 to 0.5.</summary>
    public static float[] Numbers(int count)
    {
        Random random = new(7);
        return [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() - 0.5f)];
    }
}
