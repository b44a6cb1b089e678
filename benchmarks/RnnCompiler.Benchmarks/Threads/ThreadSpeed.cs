using System.Globalization;
using System.Text;
using RnnCompiler.Benchmarks.Engines;
using RnnCompiler.Benchmarks.Measuring;
using RnnCompiler.Benchmarks.Workloads;

namespace RnnCompiler.Benchmarks.Threads;

/// <summary>
/// Calls that may use 1, 2, 4 or 8 threads, in turns in one process: the time of one thread, and the ratios of the others to it. A ratio above 1 means that more
/// threads are slower. Run it on one processor too: <c>taskset -c 0</c>.
/// </summary>
internal static class ThreadSpeed
{
    // So small that parameters do not change during timing.
    private const float LearningRate = 1e-7f;

    private static readonly int[] s_threads = [1, 2, 4, 8];

    /// <summary>Measures, and returns the table.</summary>
    public static string Measure(Options options)
    {
        StringBuilder table = new();
        table.AppendLine(CultureInfo.InvariantCulture, $"Processors that the process may use: {Environment.ProcessorCount}. Best (median) of many bursts in turns.\n");
        table.AppendLine(CultureInfo.InvariantCulture, $"| workload | one thread | {string.Join(" | ", s_threads.Skip(1).Select(static n => $"Threads = {n}"))} |");
        table.AppendLine("|---|---:|---:|---:|---:|");
        double worst = 0;
        foreach (Workload workload in WorkloadTable.Threads.Where(workload => options.Wants(workload.Name)))
        {
            Timing[] times = Measure(workload);
            string ratios = string.Join(" | ", times.Skip(1).Select(time => Ratios(time, times[0])));
            string line = string.Create(CultureInfo.InvariantCulture, $"| {workload.Name} | {times[0].Best / 1e3:F1} ({times[0].Median / 1e3:F1}) µs | {ratios} |");
            Console.WriteLine(line);
            table.AppendLine(line);
            worst = Math.Max(worst, times.Max(time => time.Best / times[0].Best));
        }

        table.AppendLine(CultureInfo.InvariantCulture, $"\nLargest ratio of best times: {worst:F2}.");
        return table.ToString();
    }

    private static Timing[] Measure(Workload workload)
    {
        WorkloadData data = new(workload, LearningRate);
        List<Engine> engines = [.. s_threads.Select(threads => GeneratedEngine.Create(data, threads))];
        try
        {
            return Turns.Measure(engines);
        }
        finally
        {
            engines.ForEach(static engine => engine.Dispose());
        }
    }

    private static string Ratios(Timing time, Timing one) => string.Create(CultureInfo.InvariantCulture, $"{time.Best / one.Best:F2} ({time.Median / one.Median:F2})");
}
