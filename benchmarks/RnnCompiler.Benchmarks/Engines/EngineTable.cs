using System.Runtime.CompilerServices;
using RnnCompiler.Benchmarks.Engines.Onnx;
using RnnCompiler.Benchmarks.Engines.Torch;
using RnnCompiler.Benchmarks.Workloads;

namespace RnnCompiler.Benchmarks.Engines;

/// <summary>Engines of a workload.</summary>
internal static class EngineTable
{
    /// <summary>The project's own name in results.</summary>
    public const string Generated = "generated";

    /// <summary>The project's own with two threads.</summary>
    public const string TwoThreads = "two threads";

    /// <summary>The project's own, over a cell that is written in C#.</summary>
    public const string CustomCell = "custom cell";

    /// <summary>The interpreted runtime.</summary>
    public const string Interpreted = "interpreted";

    /// <summary>ONNX Runtime.</summary>
    public const string Onnx = "ONNX Runtime";

    /// <summary>TorchSharp.</summary>
    public const string Torch = "TorchSharp";

    /// <summary>The peers, in the order of the table's columns.</summary>
    public static IReadOnlyList<string> Peers { get; } = [Onnx, Torch, Interpreted];

    /// <summary>Names of those who do a workload, the one that others are compared with first.</summary>
    public static IReadOnlyList<string> Of(Workload workload) => workload.Kind switch
    {
        _ when workload.CustomCell is not null => [Generated, CustomCell],
        WorkloadKind.Threads => [Generated, TwoThreads],
        WorkloadKind.Training => TorchLibrary.Failure is null ? [Generated, Torch, Interpreted] : [Generated, Interpreted],
        _ => TorchLibrary.Failure is null ? [Generated, Onnx, Torch, Interpreted] : [Generated, Onnx, Interpreted],
    };

    /// <summary>Creates an engine.</summary>
    public static Engine Create(string name, WorkloadData data) => name switch
    {
        Generated => GeneratedEngine.Create(data),
        TwoThreads => GeneratedEngine.Create(data, threads: 2),
        CustomCell => GeneratedEngine.Create(data, customCell: true),
        Interpreted => InterpretedEngine.Create(data),
        Onnx => new OnnxEngine(data),
        _ => TorchOf(data),
    };

    // Apart, so that nothing of TorchSharp is touched where it does not load.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Engine TorchOf(WorkloadData data) => data.Workload.Trains ? new TorchTrainingEngine(data) : new TorchEngine(data);
}
