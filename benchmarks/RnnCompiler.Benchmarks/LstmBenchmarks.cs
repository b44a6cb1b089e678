using BenchmarkDotNet.Attributes;

namespace RnnCompiler.Benchmarks;

/// <summary>Generated code beside the interpreted runtime at LSTM 32→64, T 100.</summary>
[MemoryDiagnoser]
public class LstmBenchmarks
{
    private readonly LstmModel.State _state;
    private readonly InterpretedState<float> _interpretedState;
    private readonly Workload _workload = new(1);

    /// <summary>Makes the streams.</summary>
    public LstmBenchmarks()
    {
        _state = _workload.Generated.CreateState();
        _interpretedState = _workload.Interpreted.CreateState();
    }

    /// <summary>A sequence.</summary>
    [Benchmark]
    public void Forward() => _workload.Generated.Forward(_workload.Sequence, _workload.Output);

    /// <summary>A sequence, interpreted.</summary>
    [Benchmark(Baseline = true)]
    public void ForwardInterpreted() => _workload.Interpreted.Forward(_workload.Sequence, _workload.Output);

    /// <summary>A step of a stream.</summary>
    [Benchmark]
    public void Step() => _workload.Generated.Step(_state, _workload.Sequence[..LstmModel.InputSize], _workload.Output);

    /// <summary>A step of a stream, interpreted.</summary>
    [Benchmark]
    public void StepInterpreted() => _workload.Interpreted.Step(_interpretedState, _workload.Sequence[..LstmModel.InputSize], _workload.Output);

    /// <summary>Forward, back-propagation through time and Adam for one row.</summary>
    [Benchmark]
    public float TrainerStep() => _workload.GeneratedTrainer.Step(_workload.Inputs, _workload.Targets);

    /// <summary>The same, interpreted.</summary>
    [Benchmark]
    public float TrainerStepInterpreted() => _workload.InterpretedTrainer.Step(_workload.Inputs, _workload.Targets);
}
