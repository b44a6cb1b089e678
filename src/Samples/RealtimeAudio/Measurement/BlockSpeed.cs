using System.Diagnostics;
using RealtimeAudio.Audio;
using RealtimeAudio.Models;
using RnnCompiler;

namespace RealtimeAudio.Measurement;

/// <summary>Times of blocks, as an audio callback processes them.</summary>
/// <param name="Blocks">How many.</param>
/// <param name="Mean">Mean time of one.</param>
/// <param name="Worst">The longest one.</param>
internal sealed record BlockSpeed(long Blocks, TimeSpan Mean, TimeSpan Worst)
{
    /// <summary>Samples of a block.</summary>
    public const int Samples = 64;

    private const int WarmUpBlocks = 1000;

    /// <summary>The time until the next block: the time that a block may take.</summary>
    public static TimeSpan Deadline { get; } = TimeSpan.FromSeconds((double)Samples / Passage.Rate);

    /// <summary>Duration of the sound divided by the time for it.</summary>
    public double TimesRealTime => Deadline / Mean;

    /// <summary>Measures a network on one thread.</summary>
    /// <param name="model">The network.</param>
    /// <param name="dry">The sound, which is repeated.</param>
    /// <param name="seconds">How many seconds of sound.</param>
    public static BlockSpeed Measure<TModel>(TModel model, float[] dry, int seconds)
        where TModel : class, IAmpModel<TModel>
    {
        ModelState state = model.CreateState();
        long blocks = (long)seconds * Passage.Rate / Samples;
        Run(model, state, dry, WarmUpBlocks);
        (long total, long worst) = Run(model, state, dry, blocks);
        return new BlockSpeed(blocks, Stopwatch.GetElapsedTime(0, total) / blocks, Stopwatch.GetElapsedTime(0, worst));
    }

    private static (long Total, long Worst) Run<TModel>(TModel model, ModelState state, float[] dry, long blocks)
        where TModel : class, IAmpModel<TModel>
    {
        Span<float> block = stackalloc float[Samples];
        long total = 0;
        long worst = 0;
        int at = 0;
        for (long i = 0; i < blocks; i++)
        {
            dry.AsSpan(at, Samples).CopyTo(block);
            at = at + (2 * Samples) <= dry.Length ? at + Samples : 0;
            long begin = Stopwatch.GetTimestamp();
            model.Process(state, block);
            long ticks = Stopwatch.GetTimestamp() - begin;
            total += ticks;
            worst = Math.Max(worst, ticks);
        }

        return (total, worst);
    }
}
