using System.Diagnostics;
using RnnCompiler.Benchmarks.Engines;

namespace RnnCompiler.Benchmarks.Measuring;

/// <summary>
/// Times engines in turns (a, b, c, a, b, c …), so that all run under the same conditions, and keeps the best of each: a disturbance can only
/// make a run slower.
/// </summary>
internal static class Turns
{
    private const int LeastRounds = 8;
    private const int LeastWarmUp = 3;
    private static readonly TimeSpan s_warmUp = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan s_budget = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan s_burst = TimeSpan.FromMilliseconds(2);

    /// <summary>Times them.</summary>
    /// <returns>Nanoseconds of a call, one for each engine.</returns>
    public static Timing[] Measure(IReadOnlyList<Engine> engines)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        int[] calls = [.. engines.Select(WarmUp)];
        List<double>[] rounds = [.. engines.Select(static _ => new List<double>())];
        TimeSpan[] spent = new TimeSpan[engines.Count];
        for (bool more = true; more;)
        {
            more = false;
            for (int i = 0; i < engines.Count; i++)
            {
                if (rounds[i].Count >= LeastRounds && spent[i] >= s_budget)
                    continue;
                TimeSpan time = Time(engines[i], calls[i]);
                spent[i] += time;
                rounds[i].Add(time.TotalNanoseconds / calls[i]);
                more = true;
            }
        }

        return [.. rounds.Select(static times => Timing.Of(times))];
    }

    // Tiered compilation completes in the background after some dozens of calls of each method; the time allows for it.
    private static int WarmUp(Engine engine)
    {
        long start = Stopwatch.GetTimestamp();
        int done = 0;
        while (done < LeastWarmUp || Stopwatch.GetElapsedTime(start) < s_warmUp)
        {
            engine.Run(1);
            done++;
        }

        double once = Time(engine, Math.Max(1, done / 10)).TotalSeconds / Math.Max(1, done / 10);
        return Math.Max(1, (int)(s_burst.TotalSeconds / once));
    }

    private static TimeSpan Time(Engine engine, int calls)
    {
        long start = Stopwatch.GetTimestamp();
        engine.Run(calls);
        return Stopwatch.GetElapsedTime(start);
    }
}
