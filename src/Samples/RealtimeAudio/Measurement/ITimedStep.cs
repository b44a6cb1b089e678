using RealtimeAudio.Models;
using RnnCompiler;

namespace RealtimeAudio.Measurement;

/// <summary>One step of a stream of samples, to be timed.</summary>
internal interface ITimedStep
{
    /// <summary>Processes one sample.</summary>
    /// <param name="sample">The sample.</param>
    float Next(float sample);
}

/// <summary>A step of a network, in place.</summary>
/// <param name="model">The network.</param>
/// <param name="state">The state of the stream.</param>
internal readonly struct NetworkStep<TModel>(TModel model, ModelState state) : ITimedStep
    where TModel : class, IAmpModel<TModel>
{
    /// <inheritdoc/>
    public float Next(float sample)
    {
        Span<float> block = new(ref sample);
        model.Step(state, block, block);
        return sample;
    }
}

/// <summary>The control: a loop of dependent additions and multiplications, which reads no memory and calls nothing.</summary>
/// <param name="rounds">Iterations.</param>
internal readonly struct ControlStep(int rounds) : ITimedStep
{
    /// <summary>The control with more iterations, or with fewer.</summary>
    /// <param name="more">How many more.</param>
    public ControlStep Longer(int more) => new(Math.Max(0, rounds + more));

    /// <inheritdoc/>
    public float Next(float sample)
    {
        float value = 0;
        for (int i = 0; i < rounds; i++)
            value += 0.1f * (sample - value);
        return value;
    }
}
