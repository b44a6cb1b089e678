using BenchmarkDotNet.Attributes;
using RnnCompiler.Benchmarks.Engines;
using RnnCompiler.Benchmarks.Measuring;
using RnnCompiler.Benchmarks.Workloads;

namespace RnnCompiler.Benchmarks.Full;

/// <summary>Every engine in every workload, as BenchmarkDotNet wants to see it.</summary>
[MemoryDiagnoser]
public class EngineBenchmarks
{
    private Engine? _engine;

    /// <summary>The workloads that are asked for.</summary>
    internal static IReadOnlyList<Workload> Chosen { get; set; } = WorkloadTable.All;

    /// <summary>All pairs.</summary>
    public static IEnumerable<EngineCase> Cases => Chosen.SelectMany(static workload => EngineTable.Of(workload).Select(engine => new EngineCase(workload, engine)));

    /// <summary>The engine and the workload.</summary>
    [ParamsSource(nameof(Cases))]
    public EngineCase Case { get; set; } = null!;

    /// <summary>Creates the engine if it agrees with the others.</summary>
    [GlobalSetup]
    public void SetUp()
    {
        Agreement.Check(Case.Workload);
        _engine = EngineTable.Create(Case.Engine, new WorkloadData(Case.Workload, learningRate: 1e-7f));
    }

    /// <summary>One call.</summary>
    [Benchmark]
    public void Call() => _engine!.Run(1);

    /// <summary>Lets the engine go.</summary>
    [GlobalCleanup]
    public void CleanUp() => _engine!.Dispose();
}

/// <summary>An engine in a workload.</summary>
public sealed class EngineCase
{
    internal EngineCase(Workload workload, string engine)
    {
        Workload = workload;
        Engine = engine;
    }

    internal Workload Workload { get; }

    internal string Engine { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{Workload.Name} | {Engine}";
}
