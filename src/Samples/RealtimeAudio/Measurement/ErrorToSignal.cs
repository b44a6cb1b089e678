using RealtimeAudio.Audio;
using RealtimeAudio.Models;
using RnnCompiler;

namespace RealtimeAudio.Measurement;

/// <summary>The error-to-signal ratio Σ(y − ŷ)² / Σy², over all samples: 0 for a perfect model, 1 for silence.</summary>
internal static class ErrorToSignal
{
    /// <summary>Computes the ratio.</summary>
    /// <param name="target">y.</param>
    /// <param name="output">ŷ, as many samples.</param>
    public static double Of(ReadOnlySpan<float> target, ReadOnlySpan<float> output)
    {
        double error = 0;
        double signal = 0;
        for (int i = 0; i < target.Length; i++)
        {
            double difference = (double)target[i] - output[i];
            error += difference * difference;
            signal += (double)target[i] * target[i];
        }

        return error / signal;
    }

    /// <summary>Processes a passage as a stream, in blocks and in place, and compares it with the amplifier's output.</summary>
    /// <param name="model">The network.</param>
    /// <param name="passage">The passage.</param>
    /// <returns>The ratio, and the output.</returns>
    public static (double Ratio, float[] Output) Of<TModel>(TModel model, Passage passage)
        where TModel : class, IAmpModel<TModel>
    {
        float[] sound = [.. passage.Dry];
        ModelState state = model.CreateState();
        for (int at = 0; at < sound.Length; at += BlockSpeed.Samples)
            model.Process(state, sound.AsSpan(at, Math.Min(BlockSpeed.Samples, sound.Length - at)));
        return (Of(passage.Target, sound), sound);
    }
}
