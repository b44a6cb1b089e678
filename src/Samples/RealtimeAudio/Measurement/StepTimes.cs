using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace RealtimeAudio.Measurement;

/// <summary>Times of single steps, each measured alone.</summary>
/// <param name="Steps">How many.</param>
/// <param name="Total">Ticks of the stopwatch of all steps.</param>
/// <param name="Worst">Ticks of the longest one.</param>
/// <param name="Above">How many took longer than <see cref="Limit"/>.</param>
/// <param name="Bytes">Bytes that the thread allocated.</param>
/// <param name="Collections">Garbage collections of the process.</param>
internal readonly record struct StepTimes(long Steps, long Total, long Worst, long Above, long Bytes, int Collections)
{
    /// <summary>Two and a half samples at 48 kHz; a step takes a thousandth of it.</summary>
    public static TimeSpan Limit { get; } = TimeSpan.FromMicroseconds(50);

    /// <summary>Mean time of a step and of reading the clock.</summary>
    public double MeanNanoseconds => Stopwatch.GetElapsedTime(0, Total).TotalNanoseconds / Steps;

    /// <summary>Time of the longest step.</summary>
    public TimeSpan WorstTime => Stopwatch.GetElapsedTime(0, Worst);

    /// <summary>Two measurements as one.</summary>
    public static StepTimes operator +(StepTimes a, StepTimes b) =>
        new(a.Steps + b.Steps, a.Total + b.Total, Math.Max(a.Worst, b.Worst), a.Above + b.Above, a.Bytes + b.Bytes, a.Collections + b.Collections);

    /// <summary>Measures steps. It allocates nothing.</summary>
    /// <param name="step">The step.</param>
    /// <param name="sound">The input, which is repeated.</param>
    /// <param name="steps">How many steps.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static StepTimes Measure<TStep>(TStep step, ReadOnlySpan<float> sound, long steps)
        where TStep : struct, ITimedStep
    {
        long limit = (long)(Limit.TotalSeconds * Stopwatch.Frequency);
        long total = 0;
        long worst = 0;
        long above = 0;
        float sum = 0;
        int at = 0;
        long bytes = GC.GetAllocatedBytesForCurrentThread();
        int collections = GC.CollectionCount(0);
        for (long i = 0; i < steps; i++)
        {
            float sample = sound[at];
            at = at + 1 < sound.Length ? at + 1 : 0;
            long begin = Stopwatch.GetTimestamp();
            float output = step.Next(sample);
            long ticks = Stopwatch.GetTimestamp() - begin;
            sum += output;
            total += ticks;
            worst = Math.Max(worst, ticks);
            above += ticks > limit ? 1 : 0;
        }

        bytes = GC.GetAllocatedBytesForCurrentThread() - bytes;
        collections = GC.CollectionCount(0) - collections;
        if (!float.IsFinite(sum))
            throw new InvalidOperationException($"Expected finite outputs, but their sum is {sum}.");
        return new StepTimes(steps, total, worst, above, bytes, collections);
    }
}
