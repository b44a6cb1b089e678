using RnnCompiler.Benchmarks.Engines;
using RnnCompiler.Benchmarks.Roofline;
using RnnCompiler.Benchmarks.Results;
using RnnCompiler.Benchmarks.Workloads;

namespace RnnCompiler.Benchmarks.Measuring;

/// <summary>Times one workload in short mode: all engines in turns, with the peak and the load bandwidth of the machine in the same turns.</summary>
internal static class ShortRun
{
    /// <summary>Compares, then times.</summary>
    /// <exception cref="InvalidOperationException">Two engines do not compute the same.</exception>
    public static RowResult Measure(Workload workload)
    {
        // So small that parameters, and with them the work of a call, do not change during timing.
        const float LearningRate = 1e-7f;
        double difference = Agreement.Check(workload);
        WorkloadData data = new(workload, LearningRate);
        IReadOnlyList<string> names = EngineTable.Of(workload);
        using MultiplyAddPeak peak = new();
        using LoadBandwidth panel = new(RooflineBound.PanelBytes(workload));
        List<Engine> engines = [.. names.Select(name => EngineTable.Create(name, data))];
        try
        {
            Timing[] times = Turns.Measure([.. engines, peak, panel]);
            double bound = RooflineBound.Nanoseconds(workload, MultiplyAddPeak.Operations / times[^2].Best, panel.BytesOfCall / times[^1].Best);
            return new RowResult(
                workload.Name,
                workload.Kind,
                workload.StepsPerCall,
                difference,
                workload.Kind == WorkloadKind.Threads ? null : bound,
                names.Zip(times).ToDictionary(static pair => pair.First, static pair => pair.Second));
        }
        finally
        {
            engines.ForEach(static engine => engine.Dispose());
        }
    }
}
