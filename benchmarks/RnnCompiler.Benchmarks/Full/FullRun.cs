using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Exporters.Json;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.NoEmit;
using RnnCompiler.Benchmarks.Engines;
using RnnCompiler.Benchmarks.Roofline;
using RnnCompiler.Benchmarks.Measuring;
using RnnCompiler.Benchmarks.Results;
using RnnCompiler.Benchmarks.Workloads;

namespace RnnCompiler.Benchmarks.Full;

/// <summary>
/// Measures the workloads by BenchmarkDotNet. It runs in this process: a separate process for each case would have neither the settings of this project nor
/// the libraries that are beside this program.
/// </summary>
internal static class FullRun
{
    /// <summary>Times workloads; BenchmarkDotNet's own reports go to <c>BenchmarkDotNet.Artifacts</c>.</summary>
    public static IReadOnlyList<RowResult> Measure(IReadOnlyList<Workload> workloads)
    {
        if (workloads.Count == 0)
            return [];
        EngineBenchmarks.Chosen = workloads;
        IConfig config = ManualConfig.Create(DefaultConfig.Instance)
            .AddJob(Job.Default.WithToolchain(InProcessNoEmitToolchain.Instance))
            .AddExporter(JsonExporter.Full)
            .WithSummaryStyle(SummaryStyle.Default.WithMaxParameterColumnWidth(80));
        Summary summary = BenchmarkRunner.Run<EngineBenchmarks>(config);
        return [.. workloads.Select(workload => Row(workload, summary))];
    }

    private static RowResult Row(Workload workload, Summary summary)
    {
        Dictionary<string, Timing> engines = [];
        foreach (string engine in EngineTable.Of(workload))
        {
            BenchmarkReport? report = summary.Reports.FirstOrDefault(report => Case(report).Workload == workload && Case(report).Engine == engine);
            if (report?.ResultStatistics is not { } statistics)
                throw new InvalidOperationException($"BenchmarkDotNet has no result for {engine} in {workload.Name}.");
            engines[engine] = new Timing(
                statistics.Min,
                statistics.Median,
                statistics.Mean,
                statistics.StandardDeviation,
                statistics.N,
                report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase));
        }

        using MultiplyAddPeak peak = new();
        using LoadBandwidth panel = new(RooflineBound.PanelBytes(workload));
        Timing[] roofline = Turns.Measure([peak, panel]);
        double bound = RooflineBound.Nanoseconds(workload, MultiplyAddPeak.Operations / roofline[0].Best, panel.BytesOfCall / roofline[1].Best);
        return new RowResult(
            workload.Name, workload.Kind, workload.StepsPerCall, Agreement.Check(workload), workload.Kind == WorkloadKind.Threads ? null : bound, engines);
    }

    private static EngineCase Case(BenchmarkReport report) => (EngineCase)report.BenchmarkCase.Parameters[nameof(EngineBenchmarks.Case)];
}
