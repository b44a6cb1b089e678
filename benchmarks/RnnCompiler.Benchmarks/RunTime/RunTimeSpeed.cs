using System.Globalization;
using System.Text;
using RnnCompiler.Benchmarks.Engines;
using RnnCompiler.Benchmarks.Measuring;
using RnnCompiler.Benchmarks.Workloads;

namespace RnnCompiler.Benchmarks.RunTime;

/// <summary>
/// Kernels made at run time, called from code without optimisation, beside generated kernels in optimised code: the time of a call in turns in one
/// process, whether results are the same bits, and how soon a program has its first output.
/// </summary>
internal static class RunTimeSpeed
{
    private const int ComparedCalls = 3;

    /// <summary>Measures, and returns the table.</summary>
    public static string Measure(Options options)
    {
        StringBuilder table = new();
        table.AppendLine("| workload | generated, Release | made at run time, Debug | time | bits |");
        table.AppendLine("|---|---:|---:|---:|---|");
        foreach (Workload workload in WorkloadTable.All.Where(w => w.CustomCell is null && w.Kind != WorkloadKind.Threads && options.Wants(w.Name)))
        {
            Workload other = RunTimeModels.Of(workload);
            string bits = Same(workload, other) ? "same" : "different";
            using Engine generated = GeneratedEngine.Create(new WorkloadData(workload, LearningRate));
            using Engine runTime = GeneratedEngine.Create(new WorkloadData(other, LearningRate));
            Timing[] times = Turns.Measure([generated, runTime]);
            table.AppendLine(CultureInfo.InvariantCulture, $"| {workload.Name} | {times[0].Best:N0} ns | {times[1].Best:N0} ns | {times[1].Best / times[0].Best:F2}× | {bits} |");
            Console.WriteLine(table.ToString().TrimEnd().Split('\n')[^1]);
        }

        if (options.Wants(FirstOutput.Name))
            table.AppendLine().Append(FirstOutput.Measure());
        return table.ToString();
    }

    // So small that parameters do not change during timing.
    private const float LearningRate = 1e-7f;

    private static bool Same(Workload workload, Workload other)
    {
        using Engine a = GeneratedEngine.Create(new WorkloadData(workload, 1e-3f));
        using Engine b = GeneratedEngine.Create(new WorkloadData(other, 1e-3f));
        a.Run(ComparedCalls);
        b.Run(ComparedCalls);
        return a.Result().AsSpan().SequenceEqual(b.Result());
    }
}
