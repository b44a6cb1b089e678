using RnnCompiler.Benchmarks.Workloads;

namespace RnnCompiler.Benchmarks.Roofline;

/// <summary>Roofline bound of a workload: the least time in which one core could do it, from the peak and the bandwidth that were measured in turns with it.</summary>
internal static class RooflineBound
{
    /// <summary>Bytes that one row loads in every step.</summary>
    public static int PanelBytes(Workload workload) => workload.Kind == WorkloadKind.Step ? workload.WeightBytes : workload.RecurrentBytes;

    /// <summary>
    /// Batches and training are compute-bound: their multiply-adds at the peak. One row is memory-bound: a step loads all weights; a sequence loads the
    /// recurrent weights in each step, while its products with the input do not depend on the state and can be done at the peak.
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
