using RnnCompiler.Benchmarks.Workloads;

namespace RnnCompiler.Benchmarks.Limits;

/// <summary>The least time in which a core could do a workload, from what was measured in turns with it.</summary>
internal static class MachineLimit
{
    /// <summary>What one row has to load again in every step.</summary>
    public static int PanelBytes(Workload workload) => workload.Kind == WorkloadKind.Step ? workload.WeightBytes : workload.RecurrentBytes;

    /// <summary>
    /// Batches and training are products: their operations at the peak. One row loads weights: a step all of them; a sequence those that meet the
    /// state in each step, while its products with the input wait for nothing and could be done at the peak.
    /// </summary>
    /// <param name="workload">The row of the table.</param>
    /// <param name="peak">Floating-point operations of a nanosecond.</param>
    /// <param name="bandwidth">Bytes of a nanosecond that can be loaded from a panel of <see cref="PanelBytes"/>.</param>
    /// <returns>Nanoseconds of a call.</returns>
    public static double Nanoseconds(Workload workload, double peak, double bandwidth) => workload.Kind switch
    {
        WorkloadKind.Step => PanelBytes(workload) / bandwidth,
        WorkloadKind.Sequence => (workload.Steps * PanelBytes(workload) / bandwidth) + (workload.InputOperations / peak),
        _ => workload.Operations / peak,
    };
}
